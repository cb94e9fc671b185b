using Headrace.Media.Codecs.Vp8;
using Headrace.Protocols.Rtp.PayloadFormats.Vp8;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Detection;

/// <summary>VP8 (RFC 7741): the packet that begins a key frame carries its start code and its size.</summary>
internal sealed class Vp8Detector : PayloadDetector
{
    private const byte Reserved = 0x48;

    /// <inheritdoc/>
    public override int Needed => int.MaxValue;

    /// <inheritdoc/>
    public override string Name => "VP8";

    /// <inheritdoc/>
    public override PayloadEvidence Look(in PayloadSample sample)
    {
        if ((sample.Payload[0] & Reserved) != 0 || !Vp8PayloadHeader.TryRead(sample.Payload, out Vp8PayloadHeader header)) return PayloadEvidence.Against;
        if (!header.BeginsFrame) return PayloadEvidence.None;
        if (!Vp8FrameHeader.TryRead(sample.Payload[header.Length..], out Vp8FrameHeader frame)) return PayloadEvidence.Against;
        return frame.IsKey ? PayloadEvidence.Proof : PayloadEvidence.For;
    }

    /// <inheritdoc/>
    public override MediaDescription Describe(byte payloadType, in PayloadSample sample, int clockRate) => Medium("video", payloadType, "VP8/90000");
}
