using Headrace.Containers.MpegTs.Reading;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>Timestamps of a unit: ticks of 90 kHz whose upper bits, above 33, mean nothing.</summary>
/// <param name="Presentation">PTS.</param>
/// <param name="Decode">DTS.</param>
public readonly record struct TsUnitTime(long Presentation, long Decode)
{
    /// <summary>The time of a PES packet; null where it has none.</summary>
    public static TsUnitTime? Of(in PesPacket packet) =>
        packet is { PresentationTime: { } presentation, DecodeTime: { } decode } ? new TsUnitTime(presentation, decode) : null;

    /// <summary>The same, later by some ticks.</summary>
    public TsUnitTime After(long ticks) => new(Presentation + ticks & TsTimestamp.Mask, Decode + ticks & TsTimestamp.Mask);
}
