using System.Buffers.Binary;

namespace Headrace.Containers.Flv.Reading;

/// <summary>
/// The header of a tag (FLV 10.1, E.4.1).
/// <code>
/// | reserved 2, filter 1, type 5 | size 24 | timestamp: lower 24, upper 8 | stream 24: 0 |
/// </code>
/// </summary>
internal readonly record struct FlvTagHeader(FlvTagType Type, bool IsEncrypted, int BodyLength, uint Timestamp, bool IsPlausible)
{
    public const int Length = FlvFileHeader.TagHeaderLength;

    private const byte Reserved = 0xC0;
    private const byte Filter = 0x20;

    /// <summary>Reads it; false when it is cut off.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FlvTagHeader header)
    {
        header = default;
        if (bytes.Length < Length) return false;
        FlvTagType type = (FlvTagType)(bytes[0] & 0x1F);
        bool isPlausible = (bytes[0] & Reserved) == 0 && type is FlvTagType.Audio or FlvTagType.Video or FlvTagType.Script && (bytes[8] | bytes[9] | bytes[10]) == 0;
        int length = (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes) & 0xFFFFFF);
        uint timestamp = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        header = new FlvTagHeader(type, (bytes[0] & Filter) != 0, length, timestamp >> 8 | timestamp << 24, isPlausible);
        return true;
    }

    /// <summary>True when the length behind the tag is its own.</summary>
    public bool IsConfirmedBy(ReadOnlySpan<byte> behind) => BinaryPrimitives.ReadUInt32BigEndian(behind) == Length + BodyLength;
}
