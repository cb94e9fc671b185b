using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Containers.Mp4.Boxes;

namespace Headrace.Containers.Mp4.Fragments;

/// <summary>Reads segments and parts, for checking and for tests. Boxes that it does not know are passed over. Never throws on what it reads.</summary>
public static class FragmentReader
{
    /// <summary>Most samples in one call; more are a fault.</summary>
    public const int MaxSamples = 100_000;

    /// <summary>Reads whole fragments.</summary>
    /// <param name="init">The init segment that they belong to.</param>
    /// <param name="bytes">Any number of fragments, none cut.</param>
    /// <param name="contents">What they hold; without a sample when there is no <c>moof</c>.</param>
    /// <param name="error">What is wrong when the result is false.</param>
    public static bool TryRead(InitSegmentInfo init, ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out FragmentContents? contents, out Mp4Error error)
    {
        contents = null;
        int fragments = 0;
        bool hasSegmentType = false;
        ImmutableArray<SampleInfo>.Builder samples = ImmutableArray.CreateBuilder<SampleInfo>();
        ImmutableArray<ProducerReferenceTimeBox>.Builder times = ImmutableArray.CreateBuilder<ProducerReferenceTimeBox>();
        BoxReader file = new(bytes);
        while (file.TryRead(out Box box))
        {
            error = default;
            if (box.Type == BoxTypes.Moof)
            {
                fragments++;
                error = new MovieFragmentReader(init, bytes.Length, samples).Read(box);
            }
            else if (box.Type == BoxTypes.Prft)
            {
                if (ProducerReferenceTimeBox.TryRead(box.Body, out ProducerReferenceTimeBox time)) times.Add(time);
                else error = box.Error(Mp4Fault.BadContent);
            }
            else if (box.Type == BoxTypes.Styp)
            {
                hasSegmentType |= box.Offset == 0;
                if (!FileTypeBox.TryRead(box.Body, out _)) error = box.Error(Mp4Fault.BadContent);
            }

            if (!error.IsNone) return false;
        }

        error = file.Error;
        if (!error.IsNone) return false;
        contents = new FragmentContents(fragments, hasSegmentType, samples.ToImmutable(), Timing(init, samples), times.ToImmutable());
        return true;
    }

    private static ImmutableArray<TrackTiming> Timing(InitSegmentInfo init, ImmutableArray<SampleInfo>.Builder samples)
    {
        ReadOnlySpan<SampleInfo> all = samples.ToArray();
        ImmutableArray<TrackTiming>.Builder tracks = ImmutableArray.CreateBuilder<TrackTiming>();
        foreach (InitTrack track in init.Tracks)
        {
            if (TrackTiming.Of(track, all) is { } timing) tracks.Add(timing);
        }

        return tracks.ToImmutable();
    }
}
