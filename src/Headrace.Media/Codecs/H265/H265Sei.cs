using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.H265;

/// <summary>Supplemental enhancement information (H.265, 7.3.5).</summary>
internal static class H265Sei
{
    private const uint RecoveryPoint = 6;

    /// <summary>Finds a recovery point (D.2.8) in a NAL unit with its header.</summary>
    /// <param name="nal">The unit.</param>
    /// <param name="pictures">recovery_poc_cnt: pictures, in output order, until they are right; 0 when it lies before the picture; at most 65,535.</param>
    public static bool TryReadRecoveryPoint(ReadOnlySpan<byte> nal, out ushort pictures)
    {
        pictures = 0;
        if (!H265NalHeader.TryRead(nal, out H265NalHeader header) || header.Type != H265NalType.PrefixSei) return false;
        BitReader reader = BitReader.OfNal(nal[H265NalHeader.Length..]);
        if (!SeiMessages.TrySkipTo(ref reader, RecoveryPoint, nal.Length)) return false;
        pictures = (ushort)Math.Clamp(reader.ReadSe(), 0, ushort.MaxValue);
        return !reader.HasFailed;
    }
}
