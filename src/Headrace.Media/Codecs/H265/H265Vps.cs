using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.H265;

/// <summary>The part of a video parameter set (H.265, 7.3.2.1) that concerns the base layer. Immutable.</summary>
/// <param name="Id">vps_video_parameter_set_id.</param>
/// <param name="FrameRate">Frames a second, where it states a timing.</param>
public sealed record H265Vps(int Id, FrameRate? FrameRate)
{
    private const int MaxLayerSets = 1024;

    /// <summary>Parses a NAL unit with its header. A timing that cannot be reached is left out.</summary>
    public static bool TryParse(ReadOnlySpan<byte> nal, [NotNullWhen(true)] out H265Vps? vps)
    {
        vps = null;
        if (!H265NalHeader.TryRead(nal, out H265NalHeader header) || header.Type != H265NalType.Vps || header.LayerId != 0) return false;
        BitReader reader = BitReader.OfNal(nal[H265NalHeader.Length..]);
        int id = (int)reader.Read(4);
        reader.Skip(2 + 6);
        int subLayers = (int)reader.Read(3);
        reader.Skip(1 + 16);
        H265ProfileTierLevel.Read(ref reader, subLayers);
        if (reader.HasFailed) return false;
        vps = new H265Vps(id, ReadFrameRate(ref reader, subLayers));
        return true;
    }

    private static FrameRate? ReadFrameRate(ref BitReader reader, int subLayers)
    {
        int orders = reader.ReadFlag() ? subLayers + 1 : 1;
        for (int i = 0; i < 3 * orders; i++) reader.ReadUe();
        int maxLayerId = (int)reader.Read(6);
        uint layerSets = reader.ReadUe();
        if (layerSets >= MaxLayerSets) return null;
        reader.Skip((int)layerSets * (maxLayerId + 1));
        if (!reader.ReadFlag()) return null;
        uint units = reader.Read(32);
        uint scale = reader.Read(32);
        return reader.HasFailed ? null : Codecs.FrameRate.Of(scale, units);
    }
}
