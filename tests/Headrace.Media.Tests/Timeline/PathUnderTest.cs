using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Media.Tests.Timeline;

/// <summary>A path's timeline in virtual time. Every unit that comes out is checked against the timeline's promises and kept.</summary>
internal sealed class PathUnderTest
{
    public const int Video = 0;
    public const int Audio = 1;
    public static readonly DateTime Utc = new(2025, 6, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly TimelineCause[] s_moving =
    [
        TimelineCause.JumpForward, TimelineCause.JumpBack, TimelineCause.Restart, TimelineCause.StoodStill, TimelineCause.ClockTooFast, TimelineCause.ClockTooSlow,
        TimelineCause.LeadBounded, TimelineCause.DecodeOrderRepaired, TimelineCause.PresentationClamped, TimelineCause.OutputClockChanged, TimelineCause.InputReturned,
    ];

    private const long EpochNanoseconds = 123_456_789_000;

    private readonly Dictionary<int, Placed> _last = [];
    private readonly Dictionary<int, long> _causes = [];
    private InputTrack[] _tracks = [];
    private InputTimeline? _input;

    public PathTimeline Timeline { get; } = new(new MonotonicTime(EpochNanoseconds), Utc);

    public List<Placed> All { get; } = [];

    public List<TimelineCause> Dropped { get; } = [];

    public TimelineCounters Counters => Timeline.Counters;

    public IEnumerable<Placed> VideoUnits => All.Where(u => u.Track == Video);

    public IEnumerable<Placed> AudioUnits => All.Where(u => u.Track == Audio);

    public static InputTrack RtpVideo => new(0, MediaKind.Video, 90_000, 32, 90_000, SharesClock: false);

    public static InputTrack RtpAudio => new(1, MediaKind.Audio, 48_000, 32, 48_000, SharesClock: false);

    public static InputTrack RtmpVideo => new(0, MediaKind.Video, 1000, 32, 90_000, SharesClock: true);

    public static InputTrack RtmpAudio => new(1, MediaKind.Audio, 1000, 32, 48_000, SharesClock: true);

    public static InputTrack TsVideo => new(0, MediaKind.Video, 90_000, 33, 90_000, SharesClock: true);

    public static InputTrack TsAudio => new(1, MediaKind.Audio, 90_000, 33, 48_000, SharesClock: true);

    public static PathUnderTest With(params InputTrack[] tracks)
    {
        var path = new PathUnderTest();
        path.Begin(0, tracks);
        return path;
    }

    public void Begin(double atMs, params InputTrack[] tracks)
    {
        _tracks = tracks;
        _input = Timeline.BeginInput(tracks, At(atMs), Utc.AddMilliseconds(atMs));
    }

    /// <summary>Sends a unit that arrives at a path time in milliseconds; null when it was dropped.</summary>
    public Placed? Send(int track, double atMs, long presentation, in AssembledUnit unit, long? decode = null)
    {
        TimelineDecision decision = _input!.Map(track, new InputTimestamps(presentation, decode), At(atMs), unit, out UnitTiming timing);
        if (decision == TimelineDecision.Drop)
        {
            Assert.NotEqual(TimelineCause.None, timing.Cause);
            Dropped.Add(timing.Cause);
            return null;
        }

        var placed = new Placed(track, presentation, At(atMs).Nanoseconds - EpochNanoseconds, timing, unit.Format.ClockRate);
        CheckPromises(placed);
        All.Add(placed);
        return placed;
    }

    public void Report(int track, double atMs, DateTime utc, long rtp) => _input!.ObserveSenderReport(track, utc, unchecked((uint)rtp), At(atMs));

    public System.Collections.Immutable.ImmutableArray<TrackSync> Sync(double atMs) => _input!.SyncAt(At(atMs));

    public TrackState State(int track, double atMs) => _input!.StateOf(track, At(atMs));

    /// <summary>Ticks a second of a track's raw timestamps.</summary>
    public int RateOf(int track) => _tracks[track].ClockRate;

    /// <summary>Bits of a track's raw timestamps.</summary>
    public int WidthOf(int track) => _tracks[track].TimestampBits;

    /// <summary>How far ahead of arrival the last unit of a track is decoded, in milliseconds.</summary>
    public double LastLeadMs(int track) => All.Last(u => u.Track == track).LeadMs;

    private static MonotonicTime At(double ms) => new(EpochNanoseconds + (long)Math.Round(ms * 1e6));

    private void CheckPromises(Placed placed)
    {
        int id = _tracks[placed.Track].TrackId;
        if (_last.TryGetValue(id, out Placed? last) && (Int128)placed.Decode * last.Rate <= (Int128)last.Decode * placed.Rate) Assert.Fail($"{placed} does not follow {last}");
        Assert.True(placed.Decode >= 0);
        if (last is not null && id == PathUnderTest.Video) CheckRelation(placed, last);
        _causes[id] = CountedCauses();
        _last[id] = placed;
        Assert.InRange(placed.Timing.PresentationOffset, 0, 10L * placed.Rate);
        Assert.True(placed.LeadMs <= TimelineLimits.HardLead / 1e6, $"lead {placed.LeadMs} ms");
    }

    /// <summary>A picture's distance from the one before it is the input's, but for the slew (in steps of a second's at most), unless something was counted since.</summary>
    private void CheckRelation(Placed placed, Placed last)
    {
        if (_causes[Video] != CountedCauses() || placed.Timing.IsDiscontinuity || s_moving.Contains(last.Timing.Cause) || IsRestamped) return;
        InputTrack track = _tracks[placed.Track];
        if (track.TimestampBits > 33) return;
        double scale = (double)placed.Rate / track.ClockRate;
        double width = (1L << track.TimestampBits) * scale;
        double off = placed.Presentation - last.Presentation - ((placed.Raw - last.Raw) * scale);
        off -= Math.Round(off / width) * width;
        double most = 2 + (placed.Rate / 1000.0 * (((placed.Arrival - last.Arrival) / 1e9) + 1));
        if (Math.Abs(off) > most) Assert.Fail($"{off} ticks off, at most {most}, without a cause: {last}, then {placed}");
    }

    private bool IsRestamped => Timeline.Counts[TimelineCause.ClockTooFast] + Timeline.Counts[TimelineCause.ClockTooSlow] > 0;

    private long CountedCauses()
    {
        long all = 0;
        foreach (TimelineCause cause in s_moving) all += Timeline.Counts[cause];
        return all;
    }
}
