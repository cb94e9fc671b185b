using Headrace.Media.Codecs.Vp9;
using Headrace.Protocols.Rtp.PayloadFormats.Vp9;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Detection;

/// <summary>VP9 (RFC 9628): the packet that begins a key frame carries its sync code and its size.</summary>
internal sealed class Vp9Detector : PayloadDetector
{
    /// <inheritdoc/>
    public override int Needed => int.MaxValue;

    /// <inheritdoc/>
    public override string Name => "VP9";

    /// <inheritdoc/>
    public override PayloadEvidence Look(in PayloadSample sample)
    {
        if (!Vp9PayloadHeader.TryRead(sample.Payload, out Vp9PayloadHeader header)) return PayloadEvidence.Against;
        if (!header.BeginsFrame) return PayloadEvidence.None;
        if (!Vp9FrameHeader.TryRead(sample.Payload[header.Length..], out Vp9FrameHeader frame)) return PayloadEvidence.Against;
        return frame.IsKey && !header.RefersToOthers ? PayloadEvidence.Proof : PayloadEvidence.For;
    }

    /// <inheritdoc/>
    public override MediaDescription Describe(byte payloadType, in PayloadSample sample, int clockRate) => Medium("video", payloadType, "VP9/90000");
}
