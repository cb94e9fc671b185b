using System.Buffers.Binary;

namespace Headrace.Containers.Mp4.Boxes;

/// <summary>Defaults of a track's fragments (<c>trex</c>, ISO/IEC 14496-12, 8.8.3).</summary>
/// <param name="TrackId">The track.</param>
/// <param name="SampleDescription">Index of the sample entry, from 1.</param>
/// <param name="SampleDuration">Duration in ticks.</param>
/// <param name="SampleSize">Size in bytes.</param>
/// <param name="Flags">Sample flags.</param>
public readonly record struct TrackExtendsBox(uint TrackId, uint SampleDescription, uint SampleDuration, uint SampleSize, SampleFlags Flags)
{
    private const int Fields = 20;

    /// <summary>Writes the box.</summary>
    public void Write(BoxWriter output)
    {
        output.FullHeader(BoxTypes.Trex, BoxWriter.FullHeaderSize + Fields, 0, 0);
        output.UInt32(TrackId);
        output.UInt32(SampleDescription);
        output.UInt32(SampleDuration);
        output.UInt32(SampleSize);
        output.UInt32(Flags.Value);
    }

    /// <summary>Reads the body of the box.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out TrackExtendsBox box)
    {
        box = default;
        if (!Box.TryReadFull(body, out _, out _, out ReadOnlySpan<byte> fields) || fields.Length < Fields) return false;
        box = new TrackExtendsBox(
            BinaryPrimitives.ReadUInt32BigEndian(fields),
            BinaryPrimitives.ReadUInt32BigEndian(fields[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(fields[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(fields[12..]),
            new SampleFlags(BinaryPrimitives.ReadUInt32BigEndian(fields[16..])));
        return true;
    }
}
