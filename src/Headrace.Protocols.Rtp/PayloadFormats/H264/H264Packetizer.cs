using Headrace.Protocols.Rtp.PayloadFormats.Nal;

namespace Headrace.Protocols.Rtp.PayloadFormats.H264;

/// <summary>RFC 6184 in the non-interleaved mode: single NAL units, STAP-A, FU-A.</summary>
internal sealed class H264Packetizer(int maxPayloadBytes) : NalPacketizer(maxPayloadBytes, 1)
{
    private const byte ForbiddenBit = 0x80;
    private const byte RefIdcMask = 0x60;

    /// <inheritdoc/>
    protected override void WriteAggregateHeader(ReadOnlySpan<ReadOnlyMemory<byte>> nals, Span<byte> payload)
    {
        // 5.7: the forbidden bit of any, the greatest nal_ref_idc of all.
        int forbidden = 0;
        int refIdc = 0;
        foreach (ReadOnlyMemory<byte> nal in nals)
        {
            byte header = nal.Span[0];
            forbidden |= header & ForbiddenBit;
            refIdc = Math.Max(refIdc, header & RefIdcMask);
        }

        payload[0] = (byte)(forbidden | refIdc | H264Payload.StapA);
    }

    /// <inheritdoc/>
    protected override void WriteFragmentHeader(ReadOnlySpan<byte> nal, bool isFirst, bool isLast, Span<byte> payload)
    {
        payload[0] = (byte)((nal[0] & ~H264Payload.TypeMask) | H264Payload.FuA);
        payload[1] = (byte)((nal[0] & H264Payload.TypeMask) | (isFirst ? H264Payload.FuStart : 0) | (isLast ? H264Payload.FuEnd : 0));
    }
}
