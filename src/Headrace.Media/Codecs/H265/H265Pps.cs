using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.H265;

/// <summary>The part of a picture parameter set (H.265, 7.3.2.3) that the beginning of slice headers depends on. Immutable.</summary>
/// <param name="Id">pps_pic_parameter_set_id.</param>
/// <param name="SpsId">pps_seq_parameter_set_id.</param>
/// <param name="HasDependentSlices">dependent_slice_segments_enabled_flag.</param>
/// <param name="ExtraSliceHeaderBits">num_extra_slice_header_bits.</param>
internal sealed record H265Pps(int Id, int SpsId, bool HasDependentSlices, int ExtraSliceHeaderBits)
{
    /// <summary>Greatest identifier.</summary>
    public const int MaxId = 63;

    /// <summary>Parses a NAL unit with its header.</summary>
    public static bool TryParse(ReadOnlySpan<byte> nal, [NotNullWhen(true)] out H265Pps? pps)
    {
        pps = null;
        if (!H265NalHeader.TryRead(nal, out H265NalHeader header) || header.Type != H265NalType.Pps || header.LayerId != 0) return false;
        BitReader reader = BitReader.OfNal(nal[H265NalHeader.Length..]);
        uint id = reader.ReadUe();
        uint spsId = reader.ReadUe();
        bool hasDependent = reader.ReadFlag();
        reader.Skip(1);
        int extra = (int)reader.Read(3);
        if (reader.HasFailed || id > MaxId || spsId > H265Sps.MaxId) return false;
        pps = new H265Pps((int)id, (int)spsId, hasDependent, extra);
        return true;
    }
}
