namespace Headrace.Media.Codecs;

/// <summary>The checksum x^16 + x^15 + x^2 + 1 that begins with 0: of AC-3 and E-AC-3 (ETSI TS 102 366, 6.10.7), and of FLAC's frames (RFC 9639, 9.3).</summary>
internal static class Crc16
{
    /// <summary>Its polynomial, without the highest term.</summary>
    public const int Polynomial = 0x8005;

    /// <summary>The checksum of bytes: 0 where it lies at their end and they are right.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        int register = 0;
        foreach (byte value in bytes)
        {
            register ^= value << 8;
            for (int bit = 0; bit < 8; bit++) register = (register & 0x8000) != 0 ? (register << 1 ^ Polynomial) & 0xFFFF : register << 1;
        }

        return (ushort)register;
    }
}
