namespace Headrace.Media.Codecs.Flac;

/// <summary>The checksums of FLAC (RFC 9639, 9.1.8 and 9.3), which begin with 0.</summary>
internal static class FlacCrc
{
    private const int Polynomial8 = 0x07;
    private const int Polynomial16 = 0x8005;

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

    /// <summary>That of a frame: x^16 + x^15 + x^2 + 1.</summary>
    public static ushort Of16(ReadOnlySpan<byte> bytes)
    {
        int register = 0;
        foreach (byte value in bytes)
        {
            register ^= value << 8;
            for (int bit = 0; bit < 8; bit++) register = (register & 0x8000) != 0 ? (register << 1 ^ Polynomial16) & 0xFFFF : register << 1;
        }

        return (ushort)register;
    }
}
