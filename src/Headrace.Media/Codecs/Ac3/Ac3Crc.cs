namespace Headrace.Media.Codecs.Ac3;

/// <summary>The checksum of AC-3 and E-AC-3 (ETSI TS 102 366, 6.10.7): x^16 + x^15 + x^2 + 1, beginning with 0.</summary>
internal static class Ac3Crc
{
    private const int Polynomial = 0x8005;
    private const int Bits = 16;

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

    /// <summary>What must stand before bytes for the checksum of all to be 0: the register is run backwards from there.</summary>
    public static ushort Before(ReadOnlySpan<byte> bytes)
    {
        int register = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            for (int bit = 0; bit < 8; bit++) StepBack(ref register, bytes[i] >> bit & 1);
        }

        for (int bit = 0; bit < Bits; bit++) StepBack(ref register, 0);
        return (ushort)register;
    }

    private static void StepBack(ref int register, int bit)
    {
        int feedback = register & 1;
        if (feedback != 0) register ^= Polynomial;
        register = register >> 1 | (feedback ^ bit) << (Bits - 1);
    }
}
