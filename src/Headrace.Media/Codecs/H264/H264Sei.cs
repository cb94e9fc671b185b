using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.H264;

/// <summary>Supplemental enhancement information (H.264, 7.3.2.3).</summary>
internal static class H264Sei
{
    private const uint RecoveryPoint = 6;

    /// <summary>Finds a recovery point (D.1.8) in a NAL unit with its header.</summary>
    /// <param name="nal">The unit.</param>
    /// <param name="frames">recovery_frame_cnt: frames until pictures are right; more than 65,535 read as that.</param>
    public static bool TryReadRecoveryPoint(ReadOnlySpan<byte> nal, out ushort frames)
    {
        frames = 0;
        if (nal.Length < 2 || new H264NalHeader(nal[0]).Type != H264NalType.Sei) return false;
        BitReader reader = BitReader.OfNal(nal[1..]);
        if (!SeiMessages.TrySkipTo(ref reader, RecoveryPoint, nal.Length)) return false;
        frames = (ushort)Math.Min(reader.ReadUe(), ushort.MaxValue);
        return !reader.HasFailed;
    }
}
