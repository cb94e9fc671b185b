using System.Buffers.Binary;
using System.Numerics;
using Headrace.Containers.Mp4.Fragments;

namespace Headrace.Containers.Mp4.Boxes;

/// <summary>A run of samples whose bytes lie one after the other (<c>trun</c>, ISO/IEC 14496-12, 8.8.8).</summary>
internal readonly ref struct TrackRunBox
{
    private const TrackRunFields OfEachSample = TrackRunFields.Duration | TrackRunFields.Size | TrackRunFields.Flags | TrackRunFields.CompositionOffset;
    private const TrackRunFields OfTheRun = TrackRunFields.DataOffset | TrackRunFields.FirstSampleFlags;

    private readonly ReadOnlySpan<byte> _entries;
    private readonly int _entrySize;

    private TrackRunBox(TrackRunFields fields, uint count, int? dataOffset, SampleFlags? firstFlags, ReadOnlySpan<byte> entries)
    {
        Fields = fields;
        Count = count;
        DataOffset = dataOffset;
        FirstFlags = firstFlags;
        _entries = entries;
        _entrySize = EntrySize(fields);
    }

    /// <summary>What it says itself.</summary>
    public TrackRunFields Fields { get; }

    /// <summary>Number of samples, as stated: where nothing is said of each, no bytes stand behind it, so callers bound it.</summary>
    public uint Count { get; }

    /// <summary>Offset of the first byte of the samples from the base that <c>tfhd</c> states, or null.</summary>
    public int? DataOffset { get; }

    /// <summary>Flags of the first sample, or null.</summary>
    public SampleFlags? FirstFlags { get; }

    /// <summary>What it says of sample <paramref name="index"/>, which is less than <see cref="Count"/>.</summary>
    public TrackRunEntry this[int index]
    {
        get
        {
            ReadOnlySpan<byte> entry = _entries.Slice(index * _entrySize, _entrySize);
            uint? duration = Take(TrackRunFields.Duration, ref entry);
            uint? size = Take(TrackRunFields.Size, ref entry);
            uint? flags = Take(TrackRunFields.Flags, ref entry);

            // Version 0 says unsigned, but writers put negative offsets there too, and no true one needs the highest bit.
            uint? offset = Take(TrackRunFields.CompositionOffset, ref entry);
            return new TrackRunEntry(
                duration,
                size,
                flags is { } value ? new SampleFlags(value) : index == 0 ? FirstFlags : null,
                offset is { } ticks ? unchecked((int)ticks) : null);
        }
    }

    /// <summary>Bytes of a box that says <paramref name="fields"/> of <paramref name="count"/> samples.</summary>
    public static int SizeOf(TrackRunFields fields, int count) =>
        BoxWriter.FullHeaderSize + 4 + FieldCount(fields & OfTheRun) * 4 + EntrySize(fields) * count;

    /// <summary>Writes a box, version 1: composition offsets are signed.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="fields">What to say; the rest are defaults stated elsewhere.</param>
    /// <param name="dataOffset">Offset of the first sample's bytes, where the fields have it.</param>
    /// <param name="samples">The samples, at least one.</param>
    public static void Write(BoxWriter output, TrackRunFields fields, int dataOffset, ReadOnlySpan<FragmentSample> samples)
    {
        output.FullHeader(BoxTypes.Trun, SizeOf(fields, samples.Length), 1, (uint)fields);
        output.UInt32((uint)samples.Length);
        if (Has(fields, TrackRunFields.DataOffset)) output.Int32(dataOffset);
        if (Has(fields, TrackRunFields.FirstSampleFlags)) output.UInt32(samples[0].Flags.Value);
        Span<byte> entries = output.Reserve(EntrySize(fields) * samples.Length);
        foreach (ref readonly FragmentSample sample in samples)
        {
            if (Has(fields, TrackRunFields.Duration)) Put(sample.Duration, ref entries);
            if (Has(fields, TrackRunFields.Size)) Put((uint)sample.Payload.Length, ref entries);
            if (Has(fields, TrackRunFields.Flags)) Put(sample.Flags.Value, ref entries);
            if (Has(fields, TrackRunFields.CompositionOffset)) Put(unchecked((uint)sample.CompositionOffset), ref entries);
        }
    }

    /// <summary>Reads the body of the box.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out TrackRunBox box)
    {
        box = default;
        if (!Box.TryReadFull(body, out byte version, out uint flags, out ReadOnlySpan<byte> rest) || version > 1) return false;
        TrackRunFields fields = (TrackRunFields)flags & (OfTheRun | OfEachSample);
        int head = 4 + FieldCount(fields & OfTheRun) * 4;
        if (rest.Length < head) return false;
        uint count = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if ((ulong)count * (uint)EntrySize(fields) > (ulong)(rest.Length - head)) return false;
        int at = 4;
        int? dataOffset = null;
        if (Has(fields, TrackRunFields.DataOffset))
        {
            dataOffset = BinaryPrimitives.ReadInt32BigEndian(rest[at..]);
            at += 4;
        }

        SampleFlags? firstFlags = Has(fields, TrackRunFields.FirstSampleFlags) ? new SampleFlags(BinaryPrimitives.ReadUInt32BigEndian(rest[at..])) : null;
        box = new TrackRunBox(fields, count, dataOffset, firstFlags, rest[head..]);
        return true;
    }

    // Enum.HasFlag boxes in code that is not optimised.
    private static bool Has(TrackRunFields fields, TrackRunFields field) => (fields & field) != 0;

    private static int EntrySize(TrackRunFields fields) => FieldCount(fields & OfEachSample) * 4;

    private static int FieldCount(TrackRunFields fields) => BitOperations.PopCount((uint)fields);

    private static void Put(uint value, ref Span<byte> entries)
    {
        BinaryPrimitives.WriteUInt32BigEndian(entries, value);
        entries = entries[4..];
    }

    private uint? Take(TrackRunFields field, ref ReadOnlySpan<byte> entry)
    {
        if (!Has(Fields, field)) return null;
        uint value = BinaryPrimitives.ReadUInt32BigEndian(entry);
        entry = entry[4..];
        return value;
    }
}
