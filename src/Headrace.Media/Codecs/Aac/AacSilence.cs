using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Aac;

/// <summary>Writes a frame of AAC LC without any spectral data (ISO/IEC 14496-3, 4.4.2.1: raw_data_block): silence at every rate.</summary>
internal static class AacSilence
{
    private const uint Single = 0, Pair = 1, LowFrequency = 3, End = 7;
    private const int MaxLength = 64;
    private const uint Gain = 100;

    /// <summary>The elements of each channelConfiguration (table 1.19); 0 is described elsewhere.</summary>
    private static readonly uint[][] Elements =
    [
        [], [Single], [Pair], [Single, Pair], [Single, Pair, Single], [Single, Pair, Pair], [Single, Pair, Pair, LowFrequency], [Single, Pair, Pair, Pair, LowFrequency],
    ];

    /// <summary>The frame for a config; null where it is not AAC LC in a usual order of channels.</summary>
    public static SilentFrame? Of(AacConfig config)
    {
        if (config.ObjectType != 2 || config.ChannelConfiguration == 0 || config.ChannelConfiguration >= Elements.Length) return null;
        byte[] frame = new byte[MaxLength];
        BitFieldWriter writer = new(frame);
        Span<uint> tags = stackalloc uint[4];
        foreach (uint element in Elements[config.ChannelConfiguration])
        {
            writer.Write(element, 3);
            writer.Write(tags[(int)element]++, 4);
            WriteElement(ref writer, element);
        }

        writer.Write(End, 3);
        return new SilentFrame(frame.AsMemory(0, writer.Length), config.SamplesPerFrame);
    }

    private static void WriteElement(ref BitFieldWriter writer, uint element)
    {
        if (element == Pair)
        {
            writer.Write(1, 1); // common_window
            WriteWindow(ref writer);
            writer.Write(0, 2); // ms_mask_present
            WriteChannel(ref writer, hasWindow: false);
            WriteChannel(ref writer, hasWindow: false);
        }
        else
        {
            WriteChannel(ref writer, hasWindow: true);
        }
    }

    // 4.4.2.3, individual_channel_stream: with max_sfb 0 there are no sections, no scale factors and no spectral data.
    private static void WriteChannel(ref BitFieldWriter writer, bool hasWindow)
    {
        writer.Write(Gain, 8);
        if (hasWindow) WriteWindow(ref writer);
        writer.Write(0, 3); // pulse_data_present, tns_data_present, gain_control_data_present
    }

    // 4.4.2.3, ics_info: a long window of sine shape, max_sfb 0, no prediction.
    private static void WriteWindow(ref BitFieldWriter writer) => writer.Write(0, 11);
}
