using System.Buffers.Binary;
using Headrace.Media.Codecs.H265;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Detection;

/// <summary>H.265 (RFC 7798), proved by a sequence parameter set.</summary>
internal sealed class H265Detector : PayloadDetector
{
    private const int AggregateType = 48;
    private const int FragmentType = 49;
    private const int LastSingleType = 40;
    private const int SpsType = 33;
    private const int MaxSide = 16_384;

    /// <inheritdoc/>
    public override int Needed => int.MaxValue;

    /// <inheritdoc/>
    public override string Name => "H.265";

    /// <inheritdoc/>
    public override PayloadEvidence Look(in PayloadSample sample)
    {
        ReadOnlySpan<byte> payload = sample.Payload;
        if (!H265NalHeader.TryRead(payload, out H265NalHeader header) || header.IsForbidden) return PayloadEvidence.Against;
        return (int)header.Type switch
        {
            AggregateType => LookInto(payload[H265NalHeader.Length..]),
            FragmentType => payload.Length > 3 && (payload[2] & 0xC0) != 0xC0 && (payload[2] & 0x3F) <= LastSingleType ? PayloadEvidence.For : PayloadEvidence.Against,
            <= LastSingleType => IsSps(payload) ? PayloadEvidence.Proof : PayloadEvidence.For,
            _ => PayloadEvidence.Against,
        };
    }

    /// <inheritdoc/>
    public override MediaDescription Describe(byte payloadType, in PayloadSample sample, int clockRate) => Medium("video", payloadType, "H265/90000");

    private static PayloadEvidence LookInto(ReadOnlySpan<byte> aggregate)
    {
        bool isProof = false;
        while (aggregate.Length > 2)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(aggregate);
            if (length < H265NalHeader.Length || length > aggregate.Length - 2) return PayloadEvidence.Against;
            isProof |= IsSps(aggregate.Slice(2, length));
            aggregate = aggregate[(2 + length)..];
        }

        return !aggregate.IsEmpty ? PayloadEvidence.Against : isProof ? PayloadEvidence.Proof : PayloadEvidence.For;
    }

    private static bool IsSps(ReadOnlySpan<byte> nal) =>
        H265NalHeader.TryRead(nal, out H265NalHeader header) && (int)header.Type == SpsType && H265Sps.TryParse(nal, out H265Sps? sps)
        && sps.Width is >= 16 and <= MaxSide && sps.Height is >= 16 and <= MaxSide;
}
