namespace Headrace.Media.Codecs.Opus;

/// <summary>
/// Makes a packet that decodes to silence: in each stream 20 ms of CELT at full band without a frame's data (RFC 6716, 3.1 and 3.4: an empty range coder decodes to silence). All streams but the
/// last say their length (appendix B).
/// </summary>
internal static class OpusSilence
{
    private const int Duration = OpusFormat.OpusClockRate / 50;
    private const byte Mono = 0xF8;
    private const byte Stereo = 0xFC;

    private static ReadOnlySpan<byte> Frame => [0xFF, 0xFE];

    /// <summary>The packet for a format.</summary>
    public static SilentFrame Of(OpusFormat format)
    {
        int streams = format.Mapping?.Streams ?? 1;
        int coupled = format.Mapping?.Coupled ?? format.Channels - 1;
        List<byte> packet = [];
        for (int stream = 0; stream < streams; stream++)
        {
            packet.Add(stream < coupled ? Stereo : Mono);
            if (stream < streams - 1) packet.Add((byte)Frame.Length);
            packet.AddRange(Frame);
        }

        return new SilentFrame(packet.ToArray(), Duration);
    }
}
