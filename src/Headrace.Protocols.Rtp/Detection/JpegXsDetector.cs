using System.Globalization;
using Headrace.Protocols.Rtp.PayloadFormats.JpegXs;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Detection;

/// <summary>JPEG XS (RFC 9134): the packet that begins a picture segment carries the markers SOC and CAP of the codestream.</summary>
/// <remarks>
/// <code>
/// |T|K|L| I |F counter|  SEP counter  |  P counter  |   then boxes, and the codestream: FF10 FF50 …
///  1 1 1 2     5             11             11
/// </code>
/// </remarks>
internal sealed class JpegXsDetector : PayloadDetector
{
    // Where the codestream begins behind the boxes for video support and colour, at the latest.
    private const int MaxBoxBytes = 128;

    private static ReadOnlySpan<byte> CodestreamStart => [0xFF, 0x10, 0xFF, 0x50];

    /// <inheritdoc/>
    public override int Needed => int.MaxValue;

    /// <inheritdoc/>
    public override string Name => "JPEG XS";

    /// <inheritdoc/>
    public override PayloadEvidence Look(in PayloadSample sample)
    {
        if (!JpegXsPayloadHeader.TryRead(sample.Payload, out JpegXsPayloadHeader header)) return PayloadEvidence.Against;
        if (!header.BeginsSegment) return PayloadEvidence.None;
        ReadOnlySpan<byte> start = sample.Payload[JpegXsPayloadHeader.Length..Math.Min(sample.Payload.Length, JpegXsPayloadHeader.Length + MaxBoxBytes)];
        return start.IndexOf(CodestreamStart) >= 0 ? PayloadEvidence.Proof : PayloadEvidence.None;
    }

    /// <inheritdoc/>
    public override MediaDescription Describe(byte payloadType, in PayloadSample sample, int clockRate) => Medium(
        "video", payloadType, "jxsv/90000", string.Create(CultureInfo.InvariantCulture, $"packetmode={sample.Payload[0] >> 6 & 1}; transmode={sample.Payload[0] >> 7}"));
}
