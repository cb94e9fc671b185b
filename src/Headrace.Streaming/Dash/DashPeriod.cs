using Headrace.Media.Timing;
using Headrace.Streaming.Hls;

namespace Headrace.Streaming.Dash;

/// <summary>A period: segments with the same init segments and no break between them. Its id and its start stay as they were first published.</summary>
/// <param name="id">Unique on the path.</param>
/// <param name="epoch">See <see cref="TimedSegment.Epoch"/>.</param>
/// <param name="start">Presentation time on the path at which it begins, in nanoseconds.</param>
/// <param name="duration">Nanoseconds that its segments last; null where they are not regular.</param>
/// <param name="startsWithSap">Whether decoding can begin at the first frame of each of its segments: not where groups of pictures are too long for one.</param>
internal sealed class DashPeriod(int id, long epoch, long start, long? duration, bool startsWithSap)
{
    /// <summary>Segments of the lead after which tracks that have none are no longer waited for.</summary>
    private const int PatienceSegments = 3;

    /// <summary>By how much the publisher's clock may differ; players would measure their latency by a wrong one.</summary>
    private static readonly TimeSpan MostApart = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, DashTrack> _tracks = [];

    public int Id { get; } = id;

    public long Epoch { get; } = epoch;

    public long Start { get; } = start;

    public long? Duration { get; } = duration;

    public bool StartsWithSap { get; } = startsWithSap;

    /// <summary>By the folders of their renditions.</summary>
    public IReadOnlyDictionary<string, DashTrack> Tracks => _tracks;

    /// <summary>Segments of the lead so far.</summary>
    public int LeadSegments { get; set; }

    /// <summary>True from the first manifest on that names it.</summary>
    public bool IsPublished { get; private set; }

    /// <summary>Whether it may be published: all that belongs to it has begun.</summary>
    public bool IsReady(int renditions) => IsPublished || _tracks.Count >= renditions || LeadSegments >= PatienceSegments;

    /// <summary>UTC of its start by the publisher's clock, or of arrival; null where that is far from what the manifest says.</summary>
    public DateTime? Captured { get; private set; }

    /// <summary>From now on, it stays as it is.</summary>
    /// <param name="mapping">Where the path's time stands in UTC.</param>
    /// <param name="start">UTC of its start, as the manifest has it.</param>
    public void Publish(ClockMapping mapping, DateTime start)
    {
        if (IsPublished) return;
        IsPublished = true;
        DateTime captured = mapping.Utc.AddTicks((Start - mapping.PathTime) / 100);
        if ((captured - start).Duration() < MostApart) Captured = captured;
    }

    /// <summary>Takes a segment in; false when it is not one that could be here.</summary>
    public bool TryAdd(HlsRendition rendition, in TimedSegment segment)
    {
        if (segment.Epoch != Epoch || (StartsWithSap && !segment.StartsWithPoint)) return false;
        if (!_tracks.TryGetValue(rendition.Name, out DashTrack? track))
        {
            if (IsPublished) return false;
            // What came of a track before the lead began is a piece by itself, with a number of its own.
            if (Duration is { } duration && Timebase.ToNanoseconds(segment.End, segment.Map.Track.ClockRate) <= Start + duration / 4) return true;
            _tracks[rendition.Name] = Begin(rendition, segment);
            return true;
        }

        if (track.Map != segment.Map || !track.Fits(segment)) return false;
        track.LastNumber = segment.MediaSequence;
        return true;
    }

    private DashTrack Begin(HlsRendition rendition, in TimedSegment segment)
    {
        int rate = segment.Map.Track.ClockRate;
        long offset = Timebase.FromNanoseconds(Start, rate);
        long? ticks = Duration is { } duration ? Timebase.FromNanoseconds(duration, rate) : null;
        long before = ticks is { } regular ? (long)Math.Round((double)(segment.Start - offset) / regular) : 0;
        return new DashTrack(rendition, segment.Map, offset, segment.MediaSequence) { StartNumber = segment.MediaSequence - before, Duration = ticks };
    }
}
