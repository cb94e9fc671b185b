using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.H264;

/// <summary>The part of a picture parameter set (H.264, 7.3.2.2) that slice headers depend on. Immutable.</summary>
internal sealed class H264Pps
{
    /// <summary>Greatest identifier.</summary>
    public const int MaxId = 255;

    private const int MaxSliceGroups = 8;
    private const int MaxMapUnits = 1 << 20;

    private H264Pps()
    {
    }

    /// <summary>pic_parameter_set_id.</summary>
    public int Id { get; private init; }

    /// <summary>seq_parameter_set_id.</summary>
    public int SpsId { get; private init; }

    /// <summary>True for CABAC.</summary>
    public bool IsCabac { get; private init; }

    /// <summary>bottom_field_pic_order_in_frame_present_flag.</summary>
    public bool HasBottomFieldPoc { get; private init; }

    /// <summary>redundant_pic_cnt_present_flag: slices of a picture may be sent twice.</summary>
    public bool HasRedundantPictures { get; private set; }

    /// <summary>Parses a NAL unit with its header.</summary>
    public static bool TryParse(ReadOnlySpan<byte> nal, [NotNullWhen(true)] out H264Pps? pps)
    {
        pps = null;
        if (nal.Length < 2 || new H264NalHeader(nal[0]).Type != H264NalType.Pps) return false;
        BitReader reader = BitReader.OfNal(nal[1..]);
        uint id = reader.ReadUe();
        uint spsId = reader.ReadUe();
        if (id > MaxId || spsId > H264Sps.MaxId) return false;
        H264Pps parsed = new() { Id = (int)id, SpsId = (int)spsId, IsCabac = reader.ReadFlag(), HasBottomFieldPoc = reader.ReadFlag() };
        if (!SkipSliceGroups(ref reader)) return false;
        reader.ReadUe();
        reader.ReadUe();
        reader.Skip(3);
        for (int i = 0; i < 3; i++) reader.ReadSe();
        reader.Skip(2);
        parsed.HasRedundantPictures = reader.ReadFlag();
        if (reader.HasFailed) return false;
        pps = parsed;
        return true;
    }

    private static bool SkipSliceGroups(ref BitReader reader)
    {
        uint groups = reader.ReadUe() + 1;
        if (groups == 1) return true;
        if (groups is 0 or > MaxSliceGroups) return false;
        switch (reader.ReadUe())
        {
            case 0:
                for (uint i = 0; i < groups; i++) reader.ReadUe();
                return true;
            case 1:
                return true;
            case 2:
                for (uint i = 0; i < 2 * (groups - 1); i++) reader.ReadUe();
                return true;
            case 3 or 4 or 5:
                reader.Skip(1);
                reader.ReadUe();
                return true;
            case 6:
                uint units = reader.ReadUe();
                if (units > MaxMapUnits) return false;
                int bits = BitOperations.Log2(groups - 1) + 1;
                for (uint i = 0; i <= units && !reader.HasFailed; i++) reader.Skip(bits);
                return true;
            default:
                return false;
        }
    }
}
