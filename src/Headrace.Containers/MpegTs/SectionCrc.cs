namespace Headrace.Containers.MpegTs;

/// <summary>The checksum at the end of a section (ISO/IEC 13818-1, annex A): over a section with its checksum it is 0.</summary>
internal static class SectionCrc
{
    private const uint Polynomial = 0x04C1_1DB7;
    private static readonly uint[] Table = MakeTable();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes) crc = crc << 8 ^ Table[crc >> 24 ^ value];
        return crc;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i << 24;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 0x8000_0000) != 0 ? crc << 1 ^ Polynomial : crc << 1;
            table[i] = crc;
        }

        return table;
    }
}
