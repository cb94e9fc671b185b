using Headrace.Media.Bits;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.H265;

/// <summary>The first part of a slice segment header (H.265, 7.3.6.1).</summary>
/// <param name="Nal">The NAL unit's header.</param>
/// <param name="IsFirst">first_slice_segment_in_pic_flag: a picture begins.</param>
/// <param name="PpsId">slice_pic_parameter_set_id.</param>
/// <param name="Kind">I, P or B; <see cref="PictureKind.None"/> for dependent segments, and where the parameter sets are not known.</param>
internal readonly record struct H265SliceHeader(H265NalHeader Nal, bool IsFirst, int PpsId, PictureKind Kind)
{
    /// <summary>Parses a NAL unit with its header.</summary>
    public static bool TryParse(ReadOnlySpan<byte> nal, H265ParameterTable tables, out H265SliceHeader slice)
    {
        slice = default;
        if (!H265NalHeader.TryRead(nal, out H265NalHeader header) || !header.IsSlice) return false;
        BitReader reader = BitReader.OfNal(nal[H265NalHeader.Length..]);
        bool isFirst = reader.ReadFlag();
        if (header.IsIrap) reader.Skip(1);
        uint pps = reader.ReadUe();
        if (reader.HasFailed || pps > H265Pps.MaxId) return false;
        slice = new H265SliceHeader(header, isFirst, (int)pps, PictureKind.None);
        if (!tables.TryFind((int)pps, out H265Pps? set, out H265Sps? sps)) return true;
        bool isDependent = !isFirst && set.HasDependentSlices && reader.ReadFlag();
        if (!isFirst) reader.Skip(sps.SliceAddressBits);
        if (isDependent) return !reader.HasFailed;
        reader.Skip(set.ExtraSliceHeaderBits);
        uint type = reader.ReadUe();
        slice = slice with { Kind = type switch { 0 => PictureKind.B, 1 => PictureKind.P, _ => PictureKind.I } };
        return !reader.HasFailed && type <= 2;
    }
}
