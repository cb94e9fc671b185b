using Headrace.Protocols.Rtp.PayloadFormats.Nal;

namespace Headrace.Protocols.Rtp.PayloadFormats.H265;

/// <summary>RFC 7798 without decoding order numbers: single NAL units, aggregates, fragments.</summary>
internal sealed class H265Packetizer(int maxPayloadBytes) : NalPacketizer(maxPayloadBytes, H265Payload.HeaderLength)
{
    private const byte ForbiddenBit = 0x80;
    private const int LayerIdShift = 3;
    private const int MaxLayerId = 0x3F;
    private const int TidMask = 7;

    /// <inheritdoc/>
    protected override void WriteAggregateHeader(ReadOnlySpan<ReadOnlyMemory<byte>> nals, Span<byte> payload)
    {
        // 4.4.2: the forbidden bit of any, the lowest layer and the lowest temporal id of all.
        int forbidden = 0;
        int layerId = MaxLayerId;
        int tid = TidMask;
        foreach (ReadOnlyMemory<byte> nal in nals)
        {
            ReadOnlySpan<byte> header = nal.Span;
            forbidden |= header[0] & ForbiddenBit;
            layerId = Math.Min(layerId, (header[0] & 1) << 5 | header[1] >> LayerIdShift);
            tid = Math.Min(tid, header[1] & TidMask);
        }

        payload[0] = (byte)(forbidden | H265Payload.Aggregate << 1 | layerId >> 5);
        payload[1] = (byte)(layerId << LayerIdShift | tid);
    }

    /// <inheritdoc/>
    protected override void WriteFragmentHeader(ReadOnlySpan<byte> nal, bool isFirst, bool isLast, Span<byte> payload)
    {
        payload[0] = (byte)((nal[0] & ~H265Payload.TypeBits) | H265Payload.Fragment << 1);
        payload[1] = nal[1];
        payload[2] = (byte)(H265Payload.TypeOf(nal[0]) | (isFirst ? H265Payload.FuStart : 0) | (isLast ? H265Payload.FuEnd : 0));
    }
}
