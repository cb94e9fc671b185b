using System.Buffers.Binary;
using Headrace.Media.Bits;
using Headrace.Media.Codecs;
using Headrace.Protocols.Rtp.PayloadFormats.Nal;

namespace Headrace.Protocols.Rtp.PayloadFormats.H265;

/// <summary>
/// RFC 7798: single NAL units (4.4.1), aggregates (4.4.2) and fragments (4.4.3). Decoding order numbers are passed over where the
/// description announces them: packets are taken in the order in which they come. PACI packets are not taken.
/// </summary>
internal sealed class H265Depacketizer(UnitAssembler assembler, UnitAssemblerOptions options, bool hasDonl) : NalDepacketizer(assembler, options)
{
    private readonly int _donlLength = hasDonl ? H265Payload.DonlLength : 0;

    /// <inheritdoc/>
    protected override void Unpack(ReadOnlySpan<byte> payload, in NalPacket packet)
    {
        if (payload.Length <= H265Payload.HeaderLength + _donlLength)
        {
            Ignore();
            return;
        }

        switch (H265Payload.TypeOf(payload[0]))
        {
            case 0 when AnnexB.StartsWithStartCode(payload):
                // Some cameras leave start codes inside.
                foreach (ReadOnlySpan<byte> nal in new AnnexB(payload)) OnUnit(nal, packet);
                break;
            case <= H265Payload.LastSingle:
                UnpackSingle(payload, packet);
                break;
            case H265Payload.Aggregate:
                UnpackAggregate(payload[H265Payload.HeaderLength..], packet);
                break;
            case H265Payload.Fragment:
                UnpackFragment(payload, packet);
                break;
            default:
                OnUnsupported(packet);
                break;
        }
    }

    /// <inheritdoc/>
    protected override bool IsSlice(ReadOnlySpan<byte> nal) => H265Payload.TypeOf(nal[0]) <= H265Payload.LastSlice;

    /// <inheritdoc/>
    protected override bool IsLaterSlice(ReadOnlySpan<byte> nal) => IsSlice(nal) && !IsFirstSlice(nal);

    /// <inheritdoc/>
    protected override bool BeginsRandomAccess(ReadOnlySpan<byte> nal) =>
        H265Payload.TypeOf(nal[0]) is >= H265Payload.FirstRandomAccess and <= H265Payload.LastRandomAccess && IsFirstSlice(nal);

    // H.265, 7.3.6.1: first_slice_segment_in_pic_flag is the first bit.
    private static bool IsFirstSlice(ReadOnlySpan<byte> nal) => nal.Length > H265Payload.HeaderLength && nal[H265Payload.HeaderLength] >= 0x80;

    private void OnUnit(ReadOnlySpan<byte> nal, in NalPacket packet)
    {
        if (nal.Length > H265Payload.HeaderLength) OnNal(nal, packet);
        else Ignore();
    }

    // PayloadHdr | DONL | NAL unit without its header.
    private void UnpackSingle(ReadOnlySpan<byte> payload, in NalPacket packet)
    {
        if (_donlLength == 0)
        {
            OnNal(payload, packet);
            return;
        }

        // The number stands between header and body: to have them together costs a copy, for this rare mode only.
        OnFragment(payload[..H265Payload.HeaderLength], payload[(H265Payload.HeaderLength + _donlLength)..], true, true, packet);
    }

    // PayloadHdr, then for each NAL unit: DONL (the first) or DOND (the others), 16 bits of length, the unit. A broken length ends the walk.
    private void UnpackAggregate(ReadOnlySpan<byte> rest, in NalPacket packet)
    {
        int numberLength = _donlLength;
        while (rest.Length >= numberLength + 2)
        {
            rest = rest[numberLength..];
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (length <= H265Payload.HeaderLength || length > rest.Length - 2)
            {
                OnMalformed(packet);
                return;
            }

            OnNal(rest.Slice(2, length), packet);
            rest = rest[(2 + length)..];
            numberLength = _donlLength == 0 ? 0 : H265Payload.DondLength;
        }
    }

    //  +-------------------------------+---------------+
    //  | PayloadHdr (type 49)          |S|E|  FuType   |  DONL (first fragment only), fragment of the NAL unit without its header
    //  +-------------------------------+---------------+
    private void UnpackFragment(ReadOnlySpan<byte> payload, in NalPacket packet)
    {
        byte flags = payload[H265Payload.HeaderLength];
        bool isStart = (flags & H265Payload.FuStart) != 0;
        int start = H265Payload.HeaderLength + 1 + (isStart ? _donlLength : 0);
        if (payload.Length < start)
        {
            OnMalformed(packet);
            return;
        }

        byte first = (byte)((payload[0] & ~H265Payload.TypeBits) | (flags & H265Payload.FuTypeMask) << 1);
        OnFragment([first, payload[1]], payload[start..], isStart, (flags & H265Payload.FuEnd) != 0, packet);
    }
}
