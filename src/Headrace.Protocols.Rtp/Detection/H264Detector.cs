using System.Buffers.Binary;
using Headrace.Media.Codecs.H264;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Detection;

/// <summary>H.264 (RFC 6184), proved by a sequence parameter set: without one in the stream nobody could decode it without a session description either.</summary>
internal sealed class H264Detector : PayloadDetector
{
    private const int AggregateType = 24;
    private const int FragmentType = 28;
    private const int LastSingleType = 23;
    private const int MaxSide = 16_384;

    /// <inheritdoc/>
    public override int Needed => int.MaxValue;

    /// <inheritdoc/>
    public override string Name => "H.264";

    /// <inheritdoc/>
    public override PayloadEvidence Look(in PayloadSample sample)
    {
        ReadOnlySpan<byte> payload = sample.Payload;
        int type = payload[0] & 0x1F;
        if ((payload[0] & 0x80) != 0) return PayloadEvidence.Against;
        return type switch
        {
            AggregateType => LookInto(payload[1..]),
            FragmentType => payload.Length > 2 && (payload[1] & 0xC0) != 0xC0 && (payload[1] & 0x1F) is >= 1 and <= LastSingleType ? PayloadEvidence.For : PayloadEvidence.Against,
            >= 1 and <= LastSingleType => IsSps(payload) ? PayloadEvidence.Proof : PayloadEvidence.For,
            _ => PayloadEvidence.Against,
        };
    }

    /// <inheritdoc/>
    public override MediaDescription Describe(byte payloadType, in PayloadSample sample, int clockRate) => Medium("video", payloadType, "H264/90000", "packetization-mode=1");

    private static PayloadEvidence LookInto(ReadOnlySpan<byte> aggregate)
    {
        bool isProof = false;
        while (aggregate.Length > 2)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(aggregate);
            if (length == 0 || length > aggregate.Length - 2 || (aggregate[2] & 0x1F) is 0 or > LastSingleType) return PayloadEvidence.Against;
            isProof |= IsSps(aggregate.Slice(2, length));
            aggregate = aggregate[(2 + length)..];
        }

        return !aggregate.IsEmpty ? PayloadEvidence.Against : isProof ? PayloadEvidence.Proof : PayloadEvidence.For;
    }

    private static bool IsSps(ReadOnlySpan<byte> nal) =>
        H264Sps.TryParse(nal, out H264Sps? sps) && sps.ProfileIdc is 44 or 66 or 77 or 88 or 100 or 110 or 118 or 122 or 128 or 244 && sps.Width is >= 16 and <= MaxSide && sps.Height is >= 16 and <= MaxSide;
}
