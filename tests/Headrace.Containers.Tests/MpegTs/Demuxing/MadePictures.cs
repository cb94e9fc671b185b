using Headrace.Containers.Tests.Mp4;

namespace Headrace.Containers.Tests.MpegTs.Demuxing;

/// <summary>Pictures of H.264 as a byte stream without delimiters. Their slice headers are true, for the sets of <see cref="TestTracks.H264"/>; what is behind them is not.</summary>
internal static class MadePictures
{
    /// <summary>A picture of one slice; key frames have the parameter sets before them.</summary>
    public static byte[] H264(bool isKey, int number, int size)
    {
        // first_mb 0, slice_type 7 (I) or 5 (P), pps 0; then frame_num and what follows, whose bits are the number's.
        byte[] slice = new byte[size];
        new Random(number).NextBytes(slice);
        for (int i = 0; i < slice.Length; i++) slice[i] |= 0x40;
        (slice[0], slice[1]) = isKey ? ((byte)0x65, (byte)0x88) : ((byte)0x41, (byte)0x9A);
        slice[2] = (byte)(0x80 | number << 2 & 0x7F | 1);
        byte[] start = [0, 0, 0, 1];
        return isKey ? [.. start, .. TestTracks.Sps.Span, .. start, .. TestTracks.Pps.Span, .. start, .. slice] : [.. start, .. slice];
    }

    /// <summary>Pictures 3,000 ticks apart from 90,000 on, each in a PES packet, each tenth a key frame.</summary>
    public static MadePackets Pictures(this MadePackets made, int count, int size = 400, int from = 0)
    {
        for (int i = from; i < from + count; i++) made.Pes(0x100, 90_000 + i * 3000L, null, H264(i % 10 == 0 || i == from, i, size));
        return made;
    }
}
