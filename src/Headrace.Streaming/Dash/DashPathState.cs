using System.Collections.Immutable;
using Headrace.Manifests.Dash;
using Headrace.Streaming.Hls;

namespace Headrace.Streaming.Dash;

/// <summary>What players of DASH rely on while a branch runs: with nobody left who watched another one, all begins anew. Used under <see cref="Gate"/>.</summary>
internal sealed class DashPathState
{
    private long _run = -1;

    public Lock Gate { get; } = new();

    public DashPeriods Periods { get; private set; } = new(0);

    /// <summary>
    /// UTC of <see cref="Origin"/>: chosen with the first manifest, so that segments are there when it says they are.
    /// </summary>
    public DateTime? AvailabilityStart { get; set; }

    /// <summary>Path time of the start of the presentation, in nanoseconds: of the first period, because ffmpeg 5 to 8 counts regular segments from there whatever the period's start says.</summary>
    public long Origin { get; set; }

    /// <summary>The longest segment of the lead so far.</summary>
    public TimeSpan SegmentDuration { get; set; }

    /// <summary>The last manifest.</summary>
    public Mpd? Last { get; set; }

    /// <summary>What it was made from.</summary>
    public ImmutableArray<ImmutableArray<TimedSegment>> Windows { get; set; } = [];

    /// <summary>A branch is described: if it is another one, all begins anew, but for the ids of periods.</summary>
    public void Follow(long run)
    {
        if (run == _run) return;
        _run = run;
        Periods = new DashPeriods(Periods.NextId);
        AvailabilityStart = null;
        SegmentDuration = TimeSpan.Zero;
        Last = null;
        Windows = [];
    }
}
