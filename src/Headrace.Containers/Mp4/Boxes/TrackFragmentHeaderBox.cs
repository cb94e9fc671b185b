using System.Buffers.Binary;
using System.Numerics;

namespace Headrace.Containers.Mp4.Boxes;

/// <summary>Track fragment header (<c>tfhd</c>, ISO/IEC 14496-12, 8.8.7). A value that is null is not in the box.</summary>
internal readonly record struct TrackFragmentHeaderBox
{
    private const uint HasBaseDataOffset = 0x0000_0001;
    private const uint HasSampleDescription = 0x0000_0002;
    private const uint HasDuration = 0x0000_0008;
    private const uint HasSize = 0x0000_0010;
    private const uint HasFlags = 0x0000_0020;
    private const uint BaseIsMoof = 0x0002_0000;

    /// <summary>The track.</summary>
    public required uint TrackId { get; init; }

    /// <summary>Offset in the file that data offsets count from.</summary>
    public ulong? BaseDataOffset { get; init; }

    /// <summary>Index of the sample entry, from 1.</summary>
    public uint? SampleDescription { get; init; }

    /// <summary>Default duration in ticks.</summary>
    public uint? SampleDuration { get; init; }

    /// <summary>Default size in bytes.</summary>
    public uint? SampleSize { get; init; }

    /// <summary>Default flags.</summary>
    public SampleFlags? Flags { get; init; }

    /// <summary>True when data offsets count from the first byte of <c>moof</c>, as CMAF demands.</summary>
    public bool DefaultBaseIsMoof { get; init; }

    /// <summary>Bytes of the box as it is written.</summary>
    public int Size => BoxWriter.FullHeaderSize + FieldSize(Presence);

    private uint Presence =>
        (BaseDataOffset is null ? 0 : HasBaseDataOffset)
        | (SampleDescription is null ? 0 : HasSampleDescription)
        | (SampleDuration is null ? 0 : HasDuration)
        | (SampleSize is null ? 0 : HasSize)
        | (Flags is null ? 0 : HasFlags)
        | (DefaultBaseIsMoof ? BaseIsMoof : 0);

    /// <summary>Writes the box.</summary>
    public void Write(BoxWriter output)
    {
        output.FullHeader(BoxTypes.Tfhd, Size, 0, Presence);
        output.UInt32(TrackId);
        if (BaseDataOffset is { } offset) output.UInt64(offset);
        if (SampleDescription is { } description) output.UInt32(description);
        if (SampleDuration is { } duration) output.UInt32(duration);
        if (SampleSize is { } size) output.UInt32(size);
        if (Flags is { } flags) output.UInt32(flags.Value);
    }

    /// <summary>Reads the body of the box.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out TrackFragmentHeaderBox box)
    {
        box = default;
        if (!Box.TryReadFull(body, out _, out uint presence, out ReadOnlySpan<byte> fields) || fields.Length < FieldSize(presence)) return false;
        uint trackId = BinaryPrimitives.ReadUInt32BigEndian(fields);
        fields = fields[4..];
        ulong? offset = null;
        if ((presence & HasBaseDataOffset) != 0)
        {
            offset = BinaryPrimitives.ReadUInt64BigEndian(fields);
            fields = fields[8..];
        }

        box = new TrackFragmentHeaderBox
        {
            TrackId = trackId,
            BaseDataOffset = offset,
            SampleDescription = Take(presence & HasSampleDescription, ref fields),
            SampleDuration = Take(presence & HasDuration, ref fields),
            SampleSize = Take(presence & HasSize, ref fields),
            Flags = Take(presence & HasFlags, ref fields) is { } flags ? new SampleFlags(flags) : null,
            DefaultBaseIsMoof = (presence & BaseIsMoof) != 0,
        };
        return true;
    }

    private static int FieldSize(uint presence) =>
        4 + ((presence & HasBaseDataOffset) != 0 ? 8 : 0) + 4 * BitOperations.PopCount(presence & (HasSampleDescription | HasDuration | HasSize | HasFlags));

    private static uint? Take(uint isPresent, ref ReadOnlySpan<byte> fields)
    {
        if (isPresent == 0) return null;
        uint value = BinaryPrimitives.ReadUInt32BigEndian(fields);
        fields = fields[4..];
        return value;
    }
}
