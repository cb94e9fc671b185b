using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Detection;

/// <summary>MPEG audio, layers I to III (RFC 2250, 3.5): two zero bytes, the offset within a frame, and at offset 0 a frame's sync word.</summary>
internal sealed class MpegAudioDetector : PayloadDetector
{
    /// <inheritdoc/>
    public override int Needed => 3;

    /// <inheritdoc/>
    public override string Name => "MPEG audio";

    /// <inheritdoc/>
    public override PayloadEvidence Look(in PayloadSample sample)
    {
        ReadOnlySpan<byte> payload = sample.Payload;
        if (payload.Length < 8 || payload[0] != 0 || payload[1] != 0) return PayloadEvidence.Against;
        if (payload[2] != 0 || payload[3] != 0) return PayloadEvidence.None;
        bool isHeader = payload[4] == 0xFF && payload[5] >> 5 == 7 && (payload[5] >> 3 & 3) != 1 && (payload[5] >> 1 & 3) != 0 && payload[6] >> 4 != 15 && (payload[6] >> 2 & 3) != 3;
        return isHeader ? PayloadEvidence.For : PayloadEvidence.Against;
    }

    /// <inheritdoc/>
    public override MediaDescription Describe(byte payloadType, in PayloadSample sample, int clockRate) => Medium("audio", payloadType, "MPA/90000");
}
