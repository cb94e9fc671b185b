namespace Headrace.Containers.Mp4.Fragments;

/// <summary>Times of one track in a segment or part, in ticks of its timescale.</summary>
public readonly record struct TrackTiming
{
    /// <summary>The track.</summary>
    public required uint TrackId { get; init; }

    /// <summary>Ticks a second.</summary>
    public required uint Timescale { get; init; }

    /// <summary>Number of samples, at least 1.</summary>
    public required int Samples { get; init; }

    /// <summary>Decode time of the first sample.</summary>
    public required long FirstDecodeTime { get; init; }

    /// <summary>Decode time of the last sample and its duration.</summary>
    public required long EndDecodeTime { get; init; }

    /// <summary>Least presentation time of a sample.</summary>
    public required long FirstPresentationTime { get; init; }

    /// <summary>Greatest presentation time of a sample and its duration.</summary>
    public required long EndPresentationTime { get; init; }

    /// <summary>Sum of all durations.</summary>
    public required long Duration { get; init; }

    /// <summary>True when the first sample is a sync sample.</summary>
    public required bool StartsWithSync { get; init; }

    /// <summary>True when a fragment does not begin where the one before ended.</summary>
    public required bool HasStep { get; init; }

    /// <summary>Times of one track among samples in file order, or null when it has none.</summary>
    internal static TrackTiming? Of(InitTrack track, ReadOnlySpan<SampleInfo> samples)
    {
        int count = 0;
        bool hasStep = false;
        SampleInfo first = default;
        long end = 0, duration = 0, firstShown = long.MaxValue, endShown = long.MinValue;
        foreach (ref readonly SampleInfo sample in samples)
        {
            if (sample.TrackId != track.TrackId) continue;
            if (count++ == 0) first = sample;
            else hasStep |= sample.DecodeTime != end;
            end = sample.DecodeTime + sample.Duration;
            duration += sample.Duration;
            firstShown = Math.Min(firstShown, sample.PresentationTime);
            endShown = Math.Max(endShown, sample.PresentationTime + sample.Duration);
        }

        if (count == 0) return null;
        return new TrackTiming
        {
            TrackId = track.TrackId,
            Timescale = track.Timescale,
            Samples = count,
            FirstDecodeTime = first.DecodeTime,
            EndDecodeTime = end,
            FirstPresentationTime = firstShown,
            EndPresentationTime = endShown,
            Duration = duration,
            StartsWithSync = first.IsSync,
            HasStep = hasStep,
        };
    }
}
