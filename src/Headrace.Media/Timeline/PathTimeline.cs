using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>
/// A path's timeline: the server's monotonic clock since the path began. It lives as long as the path, over publishers; each of them maps its
/// timestamps through an <see cref="InputTimeline"/>. Decode times of a track never go back. Used under the path's lock; the counters and the
/// clock mapping may be read by anyone.
/// </summary>
public sealed class PathTimeline
{
    /// <summary>Time without a sender report after which an input's UTC comes from arrival again.</summary>
    private const long ReportPatience = 60 * Timebase.NanosecondsPerSecond;

    private readonly Dictionary<int, PathTrack> _tracks = [];
    private readonly UtcClock _utc;
    private long _arrivalUtcOffset;
    private long _stance;
    private long _reportAwaitedSince;

    /// <summary>Begins a path's time.</summary>
    /// <param name="epoch">Path time 0.</param>
    /// <param name="utcNow">UTC of the same instant, by the server's clock.</param>
    public PathTimeline(MonotonicTime epoch, DateTime utcNow)
    {
        Epoch = epoch;
        _utc = new UtcClock(0, utcNow);
        _arrivalUtcOffset = SenderReport.ToNanoseconds(utcNow);
    }

    /// <summary>Path time 0.</summary>
    public MonotonicTime Epoch { get; }

    /// <summary>Path time ↔ UTC: by the server's clock at first, by the sender's where its reports say. Replaced whole, without jumps while an input runs.</summary>
    public ClockMapping ClockMapping => _utc.Mapping;

    /// <summary>What was counted since the path began.</summary>
    public TimelineCounters Counters => new(Counts);

    /// <summary>How much later than their timestamps say tracks of sound are presented, in nanoseconds; within <see cref="TimelineLimits.MaxSoundOffset"/> either way.</summary>
    public long SoundOffset
    {
        get;
        set => field = Math.Clamp(value, -TimelineLimits.MaxSoundOffset, TimelineLimits.MaxSoundOffset);
    }

    /// <summary>Tracks of sound that are off by more are corrected faster, in nanoseconds.</summary>
    public long SyncThreshold { get; set; } = TimelineLimits.SyncThreshold;

    internal EventCounts Counts { get; } = new();

    /// <summary>Begins an input: a publisher, a pulled source, a slate. The one before it is not used any more.</summary>
    /// <param name="tracks">Its tracks; <see cref="InputTimeline.Map"/> names them by their index here. At most <see cref="TimelineLimits.MaxTracks"/>.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="utcNow">UTC of the same instant, by the server's clock.</param>
    public InputTimeline BeginInput(ReadOnlySpan<InputTrack> tracks, MonotonicTime now, DateTime utcNow)
    {
        ObserveWallClock(now, utcNow);
        _reportAwaitedSince = ToPath(now);
        var input = new InputTimeline(this);
        foreach (InputTrack track in tracks) input.AddTrack(track);
        return input;
    }

    /// <summary>Tells the server's UTC again, where its wall clock may have been set since.</summary>
    public void ObserveWallClock(MonotonicTime now, DateTime utcNow) => _arrivalUtcOffset = SenderReport.ToNanoseconds(utcNow) - ToPath(now);

    /// <summary>How much later the sender's clock is than the server's by its last report, where that is too much to be believed; else zero.</summary>
    public TimeSpan SenderClockError { get; private set; }

    /// <summary>An instant in path time: nanoseconds since the path began.</summary>
    public long ToPath(MonotonicTime instant) => Math.Max(0, instant.Nanoseconds - Epoch.Nanoseconds);

    internal PathTrack Track(int id, int outputRate)
    {
        if (!_tracks.TryGetValue(id, out PathTrack? track))
        {
            track = new PathTrack(outputRate);
            _tracks.Add(id, track);
        }

        return track;
    }

    /// <summary>An input whose sender has reported publishes its first unit: UTC is set anew where time is broken anyway. False when it cannot be right.</summary>
    internal bool TryBeginUtc(long now, long senderOffset, bool isBroken)
    {
        if (!IsBelievable(senderOffset)) return false;
        if (isBroken) _utc.Set(now, senderOffset, ClockSource.SenderReport);
        else _utc.Aim(senderOffset, ClockSource.SenderReport);
        _reportAwaitedSince = now;
        return true;
    }

    /// <summary>An input whose sender has not reported publishes its first unit; what an earlier sender said stays until it is old.</summary>
    internal void BeginUtc(long now, bool isBroken)
    {
        _stance = 0;
        if (isBroken && _utc.Mapping.Source == ClockSource.Arrival) _utc.Set(now, _arrivalUtcOffset, ClockSource.Arrival);
    }

    /// <summary>A sender report says where UTC is; false when it cannot be right.</summary>
    internal bool TryAimUtc(long now, long senderOffset)
    {
        if (!IsBelievable(senderOffset)) return false;
        _utc.Aim(senderOffset, ClockSource.SenderReport);
        _reportAwaitedSince = now;
        return true;
    }

    /// <summary>The input's media lies so far behind its arrival: where no sender says better, UTC is that of arrival.</summary>
    internal void AimUtcByArrival(long lag)
    {
        _stance = lag;
        if (_utc.Mapping.Source == ClockSource.Arrival) _utc.Aim(_arrivalUtcOffset + lag, ClockSource.Arrival);
    }

    internal void AdvanceUtc(long now)
    {
        if (now - _reportAwaitedSince > ReportPatience)
        {
            _reportAwaitedSince = now;
            _utc.Aim(_arrivalUtcOffset + _stance, ClockSource.Arrival);
        }

        _utc.Advance(now);
    }

    private bool IsBelievable(long offset)
    {
        long deviation = offset - _arrivalUtcOffset;
        bool isBelievable = Math.Abs(deviation) <= TimelineLimits.MaxUtcDeviation;
        SenderClockError = isBelievable ? TimeSpan.Zero : new TimeSpan(deviation / TimeSpan.NanosecondsPerTick);
        return isBelievable;
    }
}
