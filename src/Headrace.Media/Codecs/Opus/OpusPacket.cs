namespace Headrace.Media.Codecs.Opus;

/// <summary>What the first bytes of an Opus packet say (RFC 6716, 3.1 and 3.2).</summary>
public static class OpusPacket
{
    /// <summary>Greatest duration of a packet, in samples at 48 kHz: 120 ms.</summary>
    public const int MaxDuration = 5760;

    /// <summary>Duration of a packet in samples at 48 kHz, from its table-of-contents byte; of the first stream where there are several (they are equal).</summary>
    public static bool TryReadDuration(ReadOnlySpan<byte> packet, out int duration)
    {
        duration = 0;
        if (packet.IsEmpty) return false;
        int count = (packet[0] & 3) switch
        {
            0 => 1,
            1 or 2 => 2,
            _ => packet.Length < 2 ? 0 : packet[1] & 0x3F,
        };
        duration = count * FrameDuration(packet[0] >> 3);
        return duration is > 0 and <= MaxDuration;
    }

    // Table 2: SILK 10, 20, 40, 60 ms; hybrid 10, 20 ms; CELT 2.5, 5, 10, 20 ms
    private static int FrameDuration(int configuration) => configuration switch
    {
        < 12 => (configuration & 3) == 3 ? 2880 : 480 << (configuration & 3),
        < 16 => 480 << (configuration & 1),
        _ => 120 << (configuration & 3),
    };
}
