using Headrace.Media.Tests.Bits;

namespace Headrace.Media.Tests.Codecs.H264;

/// <summary>Makes slices whose headers say what a test wants; what follows the header means nothing.</summary>
internal static class H264Slices
{
    /// <summary>For sequence parameter sets with 4 bits of frame_num and 6 of pic_order_cnt_lsb, as x264 writes them.</summary>
    public static byte[] Make(byte header, uint type, uint frameNum, uint poc, uint? idr = null, uint first = 0, uint pps = 0, bool? isField = null, bool isBottom = false)
    {
        BitWriter bits = new BitWriter().Ue(first).Ue(type).Ue(pps).Write(frameNum, 4);
        if (isField is { } field)
        {
            bits.Flag(field);
            if (field) bits.Flag(isBottom);
        }

        if (idr is { } id) bits.Ue(id);
        return bits.Write(poc, 6).Write(0xABCD, 16).ToNal(header);
    }
}
