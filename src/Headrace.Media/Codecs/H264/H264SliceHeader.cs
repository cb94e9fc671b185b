using Headrace.Media.Bits;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.H264;

/// <summary>The first part of a slice header (H.264, 7.3.3): enough to find where a new picture begins.</summary>
internal readonly record struct H264SliceHeader
{
    private const uint MaxSliceType = 9;

    /// <summary>The NAL unit's header.</summary>
    public H264NalHeader Nal { get; private init; }

    /// <summary>first_mb_in_slice.</summary>
    public uint FirstMacroblock { get; private init; }

    /// <summary>I (SI too), P (SP too) or B.</summary>
    public PictureKind Kind { get; private init; }

    /// <summary>pic_parameter_set_id.</summary>
    public int PpsId { get; private init; }

    /// <summary>True when the parameter sets were known, so that the members below were read.</summary>
    public bool IsComplete { get; private init; }

    /// <summary>True when a second slice at the first macroblock is no new picture: separate colour planes, redundant pictures.</summary>
    public bool MayRepeatFirst { get; private init; }

    /// <summary>frame_num.</summary>
    public uint FrameNum { get; private init; }

    /// <summary>field_pic_flag.</summary>
    public bool IsField { get; private init; }

    /// <summary>bottom_field_flag.</summary>
    public bool IsBottom { get; private init; }

    /// <summary>idr_pic_id; 0 unless it is a slice of an IDR picture.</summary>
    public uint IdrPicId { get; private init; }

    /// <summary>pic_order_cnt_lsb.</summary>
    public uint PocLsb { get; private init; }

    /// <summary>delta_pic_order_cnt_bottom, or delta_pic_order_cnt[0].</summary>
    public int DeltaPoc0 { get; private init; }

    /// <summary>delta_pic_order_cnt[1].</summary>
    public int DeltaPoc1 { get; private init; }

    private bool IsIdr => Nal.Type == H264NalType.IdrSlice;

    /// <summary>
    /// Parses a NAL unit with its header. When <paramref name="tables"/> has not the sets that it names, <see cref="IsComplete"/> is false.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> nal, H264ParameterTable tables, out H264SliceHeader header)
    {
        header = default;
        if (nal.Length < 2 || !new H264NalHeader(nal[0]).HasSliceHeader) return false;
        BitReader reader = BitReader.OfNal(nal[1..]);
        uint first = reader.ReadUe();
        uint type = reader.ReadUe();
        uint pps = reader.ReadUe();
        if (reader.HasFailed || type > MaxSliceType || pps > H264Pps.MaxId) return false;
        header = new H264SliceHeader { Nal = new H264NalHeader(nal[0]), FirstMacroblock = first, Kind = KindOf(type), PpsId = (int)pps };
        if (!tables.TryFind((int)pps, out H264Pps? set, out H264Sps? sps)) return true;
        header = header.Complete(ref reader, set, sps);
        return !reader.HasFailed;
    }

    /// <summary>True when this slice belongs to another coded picture (frame or field) than <paramref name="last"/> (7.4.1.2.4).</summary>
    public bool BeginsPictureAfter(in H264SliceHeader last)
    {
        if (FirstMacroblock == 0 && last.FirstMacroblock == 0 && !MayRepeatFirst) return true;
        if (!IsComplete || !last.IsComplete) return FirstMacroblock == 0;
        return FrameNum != last.FrameNum
            || PpsId != last.PpsId
            || IsField != last.IsField
            || IsBottom != last.IsBottom
            || (Nal.RefIdc == 0) != (last.Nal.RefIdc == 0)
            || PocLsb != last.PocLsb
            || DeltaPoc0 != last.DeltaPoc0
            || DeltaPoc1 != last.DeltaPoc1
            || IsIdr != last.IsIdr
            || IdrPicId != last.IdrPicId;
    }

    /// <summary>True when this slice's picture is the second field of the frame that <paramref name="first"/> is the first field of (3.30, 3.31).</summary>
    public bool IsSecondFieldOf(in H264SliceHeader first) =>
        IsComplete && first.IsComplete && IsField && first.IsField && IsBottom != first.IsBottom && FrameNum == first.FrameNum && !IsIdr;

    private static PictureKind KindOf(uint sliceType) => (sliceType % 5) switch
    {
        0 or 3 => PictureKind.P,
        1 => PictureKind.B,
        _ => PictureKind.I,
    };

    private H264SliceHeader Complete(ref BitReader reader, H264Pps pps, H264Sps sps)
    {
        if (sps.HasSeparatePlanes) reader.Skip(2);
        uint frameNum = reader.Read(sps.FrameNumBits);
        bool isField = !sps.IsProgressive && reader.ReadFlag();
        bool isBottom = isField && reader.ReadFlag();
        uint idrPicId = IsIdr ? reader.ReadUe() : 0;
        uint lsb = reader.Read(sps.PocLsbBits);
        bool hasBottomDelta = pps.HasBottomFieldPoc && !isField;
        bool hasDelta = sps.PocType == 1 && !sps.IsDeltaPocAlwaysZero;
        return this with
        {
            IsComplete = true,
            MayRepeatFirst = sps.HasSeparatePlanes || pps.HasRedundantPictures,
            FrameNum = frameNum,
            IsField = isField,
            IsBottom = isBottom,
            IdrPicId = idrPicId,
            PocLsb = lsb,
            DeltaPoc0 = hasDelta || (sps.PocType == 0 && hasBottomDelta) ? reader.ReadSe() : 0,
            DeltaPoc1 = hasDelta && hasBottomDelta ? reader.ReadSe() : 0,
        };
    }
}
