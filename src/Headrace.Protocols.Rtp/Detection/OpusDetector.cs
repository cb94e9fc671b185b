using Headrace.Media.Codecs.Opus;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Detection;

/// <summary>Opus (RFC 7587): any byte may begin a packet, but the timestamps go on by the duration that it states.</summary>
internal sealed class OpusDetector : PayloadDetector
{
    // 48 kHz for at most 120 ms, and 1,275 bytes a frame.
    private const int MaxLength = 48 * 1275;

    /// <inheritdoc/>
    public override int Needed => 10;

    /// <inheritdoc/>
    public override string Name => "Opus";

    /// <inheritdoc/>
    public override PayloadEvidence Look(in PayloadSample sample)
    {
        if (sample.Payload.Length > MaxLength || !OpusPacket.TryReadDuration(sample.Payload, out int duration)) return PayloadEvidence.Against;
        return sample.TimestampStep is not { } step ? PayloadEvidence.None : step == duration ? PayloadEvidence.For : PayloadEvidence.Against;
    }

    /// <inheritdoc/>
    public override MediaDescription Describe(byte payloadType, in PayloadSample sample, int clockRate) => Medium("audio", payloadType, "opus/48000/2");
}
