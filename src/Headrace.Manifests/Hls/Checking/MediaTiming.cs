using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Checking;

/// <summary>When a piece of media plays, from its own timestamps (fMP4: tfdt and trun of the track that leads).</summary>
/// <param name="DecodeTime">Decode time of its first sample, in units of the clock.</param>
/// <param name="Duration">The sum of its samples' durations, in units of the clock.</param>
/// <param name="ClockRate">Units a second, at least 1.</param>
/// <param name="RandomAccess">Where one can begin to decode in it.</param>
public sealed record MediaTiming(long DecodeTime, long Duration, int ClockRate, RandomAccessPlace RandomAccess)
{
    /// <summary>The latest time that is believed, in seconds: what lies beyond cannot be reckoned with.</summary>
    public const long LatestSeconds = 10_000_000_000;

    /// <summary>Whether its times can be reckoned with.</summary>
    public bool IsPlausible =>
        ClockRate > 0 && DecodeTime >= 0 && Duration >= 0 && DecodeTime / ClockRate < LatestSeconds && Duration / ClockRate < LatestSeconds;

    /// <summary>Decode time of its first sample, to 100 ns.</summary>
    public TimeSpan Start => Timebase.ToTimeSpan(DecodeTime, ClockRate);

    /// <summary>The end of its last sample, to 100 ns.</summary>
    public TimeSpan End => Timebase.ToTimeSpan(DecodeTime + Duration, ClockRate);
}
