namespace Headrace.Media.Codecs.Ac3;

/// <summary>The checksum of AC-3 where it stands before what it is of (ETSI TS 102 366, 6.10.7).</summary>
internal static class Ac3Crc
{
    private const int Bits = 16;

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
        if (feedback != 0) register ^= Crc16.Polynomial;
        register = register >> 1 | (feedback ^ bit) << (Bits - 1);
    }
}
