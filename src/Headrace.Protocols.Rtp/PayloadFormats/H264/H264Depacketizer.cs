using System.Buffers.Binary;
using Headrace.Media.Bits;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H264;
using Headrace.Protocols.Rtp.PayloadFormats.Nal;

namespace Headrace.Protocols.Rtp.PayloadFormats.H264;

/// <summary>
/// RFC 6184: single NAL units (5.6), STAP-A (5.7.1) and FU-A (5.8). The types of the interleaved mode (STAP-B, MTAP, FU-B) are not taken.
/// </summary>
internal sealed class H264Depacketizer(UnitAssembler assembler, UnitAssemblerOptions options) : NalDepacketizer(assembler, options)
{
    /// <inheritdoc/>
    protected override void Unpack(ReadOnlySpan<byte> payload, in NalPacket packet)
    {
        switch (payload[0] & H264Payload.TypeMask)
        {
            case >= H264Payload.FirstSingle and <= H264Payload.LastSingle:
                OnNal(payload, packet);
                break;
            case 0 when AnnexB.StartsWithStartCode(payload):
                // Some cameras leave start codes inside.
                foreach (ReadOnlySpan<byte> nal in new AnnexB(payload)) OnNal(nal, packet);
                break;
            case H264Payload.StapA:
                UnpackAggregate(payload[1..], packet);
                break;
            case H264Payload.FuA:
                UnpackFragment(payload, packet);
                break;
            case > H264Payload.StapA and <= H264Payload.FuB:
                OnUnsupported(packet);
                break;
            default:
                Ignore();
                break;
        }
    }

    /// <inheritdoc/>
    protected override bool IsSlice(ReadOnlySpan<byte> nal) => (H264NalType)(nal[0] & H264Payload.TypeMask) is >= H264NalType.Slice and <= H264NalType.IdrSlice;

    /// <inheritdoc/>
    protected override bool IsLaterSlice(ReadOnlySpan<byte> nal) => new H264NalHeader(nal[0]).HasSliceHeader && !IsFirstSlice(nal);

    /// <inheritdoc/>
    protected override bool BeginsRandomAccess(ReadOnlySpan<byte> nal) => new H264NalHeader(nal[0]).Type == H264NalType.IdrSlice && IsFirstSlice(nal);

    // H.264, 7.3.3: first_mb_in_slice is the first element, and 0 is coded as a single one bit.
    private static bool IsFirstSlice(ReadOnlySpan<byte> nal) => nal.Length > 1 && nal[1] >= 0x80;

    // STAP-A: 16 bits of length before each NAL unit. A broken length ends the walk.
    private void UnpackAggregate(ReadOnlySpan<byte> rest, in NalPacket packet)
    {
        while (rest.Length >= 2)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (length == 0 || length > rest.Length - 2)
            {
                OnMalformed(packet);
                return;
            }

            OnNal(rest.Slice(2, length), packet);
            rest = rest[(2 + length)..];
        }
    }

    //  +---------------+---------------+
    //  |F|NRI|   28    |S|E|R|  Type   |  fragment of the NAL unit without its header
    //  +---------------+---------------+
    private void UnpackFragment(ReadOnlySpan<byte> payload, in NalPacket packet)
    {
        if (payload.Length < 2)
        {
            OnMalformed(packet);
            return;
        }

        byte flags = payload[1];
        byte header = (byte)((payload[0] & ~H264Payload.TypeMask) | (flags & H264Payload.TypeMask));
        OnFragment([header], payload[2..], (flags & H264Payload.FuStart) != 0, (flags & H264Payload.FuEnd) != 0, packet);
    }
}
