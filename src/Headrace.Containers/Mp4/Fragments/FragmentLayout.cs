using Headrace.Containers.Mp4.Boxes;

namespace Headrace.Containers.Mp4.Fragments;

/// <summary>How a fragment is said in the fewest bytes, and how many those are, before any of them is written.</summary>
internal readonly struct FragmentLayout
{
    private FragmentLayout(TrackRunFields runFields, TrackFragmentHeaderBox track, int count, long payloadBytes, in FragmentHeader header)
    {
        RunFields = runFields;
        Track = track;
        PayloadBytes = payloadBytes;
        TrackSize = BoxWriter.HeaderSize + track.Size + TrackFragmentDecodeTimeBox.Size + TrackRunBox.SizeOf(runFields, count);
        MovieSize = BoxWriter.HeaderSize + MovieFragmentHeaderBox.Size + TrackSize;
        PreambleSize = (header.BeginsSegment ? FileTypeBox.SizeOf(FragmentWriter.SegmentBrands.Length) : 0)
            + (header.ReferenceTime is null ? 0 : ProducerReferenceTimeBox.Size);
    }

    /// <summary>What is said in <c>trun</c>.</summary>
    public TrackRunFields RunFields { get; }

    /// <summary>What is said in <c>tfhd</c>.</summary>
    public TrackFragmentHeaderBox Track { get; }

    /// <summary>Bytes of <c>styp</c> and <c>prft</c>.</summary>
    public int PreambleSize { get; }

    /// <summary>Bytes of <c>traf</c>.</summary>
    public int TrackSize { get; }

    /// <summary>Bytes of <c>moof</c>.</summary>
    public int MovieSize { get; }

    /// <summary>Bytes of all samples.</summary>
    public long PayloadBytes { get; }

    /// <summary>Bytes of the fragment.</summary>
    public long TotalSize => PreambleSize + MovieSize + BoxWriter.HeaderSize + PayloadBytes;

    /// <summary>Where the samples begin, from the first byte of <c>moof</c>.</summary>
    public int DataOffset => MovieSize + BoxWriter.HeaderSize;

    /// <summary>Finds what all samples have in common, which is then said once; of flags, also what all but the first have.</summary>
    public static FragmentLayout Of(ReadOnlySpan<FragmentSample> samples, in FragmentHeader header)
    {
        FragmentSample first = samples[0];
        SampleFlags later = samples.Length > 1 ? samples[1].Flags : first.Flags;
        bool sameDuration = true, sameSize = true, sameLaterFlags = true, isReordered = first.CompositionOffset != 0;
        long bytes = first.Payload.Length;
        foreach (ref readonly FragmentSample sample in samples[1..])
        {
            bytes += sample.Payload.Length;
            sameDuration &= sample.Duration == first.Duration;
            sameSize &= sample.Payload.Length == first.Payload.Length;
            sameLaterFlags &= sample.Flags == later;
            isReordered |= sample.CompositionOffset != 0;
        }

        TrackRunFields fields = TrackRunFields.DataOffset
            | (sameDuration ? 0 : TrackRunFields.Duration)
            | (sameSize ? 0 : TrackRunFields.Size)
            | (isReordered ? TrackRunFields.CompositionOffset : 0)
            | (!sameLaterFlags ? TrackRunFields.Flags : first.Flags == later ? 0 : TrackRunFields.FirstSampleFlags);
        TrackFragmentHeaderBox track = new()
        {
            TrackId = header.TrackId,
            DefaultBaseIsMoof = true,
            SampleDuration = sameDuration ? first.Duration : null,
            SampleSize = sameSize ? (uint)first.Payload.Length : null,
            Flags = sameLaterFlags ? later : null,
        };
        return new FragmentLayout(fields, track, samples.Length, bytes, header);
    }
}
