using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Checking;

/// <summary>When a piece of media plays, from its own timestamps (fMP4: tfdt and trun of the track that leads; MPEG-TS: the times of its PES packets).</summary>
/// <param name="DecodeTime">Decode time of its first sample, in units of the clock.</param>
/// <param name="Duration">The sum of its samples' durations, in units of the clock.</param>
/// <param name="ClockRate">Units a second, at least 1.</param>
/// <param name="RandomAccess">Where one can begin to decode in it.</param>
/// <param name="Uncertainty">What the duration may be wrong by, in units of the clock: MPEG-TS does not say how long the last frame lasts.</param>
public sealed record MediaTiming(long DecodeTime, long Duration, int ClockRate, RandomAccessPlace RandomAccess, long Uncertainty = 0)
{
    /// <summary>The latest time that is believed, in seconds: what lies beyond cannot be reckoned with.</summary>
    public const long LatestSeconds = 10_000_000_000;

    /// <summary>Whether its times can be reckoned with.</summary>
    public bool IsPlausible =>
        ClockRate > 0 && DecodeTime >= 0 && Duration >= 0 && Uncertainty >= 0 && DecodeTime / ClockRate < LatestSeconds && Duration / ClockRate < LatestSeconds && Uncertainty / ClockRate < LatestSeconds;

    /// <summary>Decode time of its first sample, to 100 ns.</summary>
    public TimeSpan Start => Timebase.ToTimeSpan(DecodeTime, ClockRate);

    /// <summary>What its end may be wrong by, to 100 ns.</summary>
    public TimeSpan Slack => Timebase.ToTimeSpan(Uncertainty, ClockRate);

    /// <summary>The end of its last sample, to 100 ns.</summary>
    public TimeSpan End => Timebase.ToTimeSpan(DecodeTime + Duration, ClockRate);
}
