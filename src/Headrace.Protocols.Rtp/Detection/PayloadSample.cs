namespace Headrace.Protocols.Rtp.Detection;

/// <summary>A packet as detectors see it.</summary>
/// <param name="payload">What it carries; not empty.</param>
/// <param name="timestampStep">Ticks from the packet before it to this one, where that is the one before it in number; null where it is not.</param>
public readonly ref struct PayloadSample(ReadOnlySpan<byte> payload, int? timestampStep)
{
    /// <summary>What it carries; not empty.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>Ticks from the packet before it to this one, where that is the one before it in number; null where it is not.</summary>
    public int? TimestampStep { get; } = timestampStep;
}
