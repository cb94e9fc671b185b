namespace Headrace.Media.Codecs.Flac;

/// <summary>The checksum of a header of FLAC (RFC 9639, 9.1.8), which begins with 0; that of a frame is <see cref="Crc16"/>.</summary>
internal static class FlacCrc
{
    private const int Polynomial8 = 0x07;

    /// <summary>That of a header: x^8 + x^2 + x + 1.</summary>
    public static byte Of8(ReadOnlySpan<byte> bytes)
    {
        int register = 0;
        foreach (byte value in bytes)
        {
            register ^= value;
            for (int bit = 0; bit < 8; bit++) register = (register & 0x80) != 0 ? (register << 1 ^ Polynomial8) & 0xFF : register << 1;
        }

        return (byte)register;
    }
}
