using System.Buffers.Binary;

namespace Headrace.Containers.Mp4.Boxes;

/// <summary>Track header (<c>tkhd</c>, ISO/IEC 14496-12, 8.3.2).</summary>
/// <param name="TrackId">Identifier of the track, not 0.</param>
/// <param name="Width">Width of the picture as shown, in pixels as 16.16 fixed point; 0 for sound.</param>
/// <param name="Height">Height of the picture as shown, likewise.</param>
/// <param name="IsAudio">True when it has a volume.</param>
internal readonly record struct TrackHeaderBox(uint TrackId, uint Width, uint Height, bool IsAudio)
{
    private const uint EnabledAndInMovie = 3;
    private const ushort FullVolume = 0x0100;
    private const int FieldsVersion0 = 80;
    private const int FieldsVersion1 = 92;

    /// <summary>Writes the box, version 0, enabled, with duration 0.</summary>
    public void Write(BoxWriter output)
    {
        using BoxScope box = output.FullBox(BoxTypes.Tkhd, 0, EnabledAndInMovie);
        output.Zeros(8);
        output.UInt32(TrackId);
        output.Zeros(20);
        output.UInt16(IsAudio ? FullVolume : (ushort)0);
        output.Zeros(2);
        output.UnityMatrix();
        output.UInt32(Width);
        output.UInt32(Height);
    }

    /// <summary>Reads the body of the box.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out TrackHeaderBox box)
    {
        box = default;
        if (!Box.TryReadFull(body, out byte version, out _, out ReadOnlySpan<byte> fields)) return false;
        if (version > 1 || fields.Length < (version == 0 ? FieldsVersion0 : FieldsVersion1)) return false;
        uint trackId = BinaryPrimitives.ReadUInt32BigEndian(fields[(version == 0 ? 8 : 16)..]);
        ReadOnlySpan<byte> tail = fields[(version == 0 ? 20 : 32)..];
        box = new TrackHeaderBox(
            trackId,
            BinaryPrimitives.ReadUInt32BigEndian(tail[52..]),
            BinaryPrimitives.ReadUInt32BigEndian(tail[56..]),
            BinaryPrimitives.ReadUInt16BigEndian(tail[12..]) != 0);
        return true;
    }
}
