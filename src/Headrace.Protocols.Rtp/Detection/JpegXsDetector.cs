using System.Buffers.Binary;
using System.Globalization;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Detection;

/// <summary>JPEG XS (RFC 9134): the packet that begins a picture segment carries the markers SOC and CAP of the codestream.</summary>
/// <remarks>
/// <code>
/// |T|K|L| I |F counter|  SEP counter  |  P counter  |   then boxes, and the codestream: FF10 FF50 …
///  1 1 1 2     5             11             11
/// </code>
/// </remarks>
public sealed class JpegXsDetector : PayloadDetector
{
    private const int HeaderLength = 4;
    private const uint CounterMask = 0x003F_FFFF;
    private const uint ReservedInterlace = 1;

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
        if (sample.Payload.Length <= HeaderLength) return PayloadEvidence.Against;
        uint header = BinaryPrimitives.ReadUInt32BigEndian(sample.Payload);
        if ((header >> 27 & 3) == ReservedInterlace) return PayloadEvidence.Against;
        if ((header & CounterMask) != 0) return PayloadEvidence.None;
        ReadOnlySpan<byte> start = sample.Payload[HeaderLength..Math.Min(sample.Payload.Length, HeaderLength + MaxBoxBytes)];
        return start.IndexOf(CodestreamStart) >= 0 ? PayloadEvidence.Proof : PayloadEvidence.None;
    }

    /// <inheritdoc/>
    public override MediaDescription Describe(byte payloadType, in PayloadSample sample, int clockRate) => Medium(
        "video", payloadType, "jxsv/90000", string.Create(CultureInfo.InvariantCulture, $"packetmode={sample.Payload[0] >> 6 & 1}; transmode={sample.Payload[0] >> 7}"));
}
