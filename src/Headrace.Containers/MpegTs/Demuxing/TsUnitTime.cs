namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>Timestamps of a unit: ticks of 90 kHz whose upper bits, above 33, mean nothing.</summary>
/// <param name="Presentation">PTS.</param>
/// <param name="Decode">DTS.</param>
public readonly record struct TsUnitTime(long Presentation, long Decode)
{
    /// <summary>The same, later by some ticks.</summary>
    public TsUnitTime After(long ticks) => new(Presentation + ticks & TsTimestamp.Mask, Decode + ticks & TsTimestamp.Mask);
}
