using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Ac3;

/// <summary>Writes the exponents of silence: the least bandwidth, all at 15 (ETSI TS 102 366, 4.3.3 and 6.1). AC-3 and E-AC-3 write them alike.</summary>
internal static class Ac3Exponents
{
    /// <summary>One exponent for four mantissas.</summary>
    public const uint D45 = 3;

    private const int Groups = 6;
    private const int LfeGroups = 2;
    private const uint Exponent = 15;
    private const uint NoDifference = 62; // three times 0, in base 5 above -2

    /// <summary>Writes chexpstr: new exponents in the first block, the same in others.</summary>
    public static void WriteStrategies(ref BitFieldWriter writer, int channels, bool isFirst)
    {
        for (int channel = 0; channel < channels; channel++) writer.Write(isFirst ? D45 : 0, 2);
    }

    /// <summary>Writes the bandwidth codes, and the exponents of the channels and of low frequencies.</summary>
    public static void Write(ref BitFieldWriter writer, int channels, bool hasLfe)
    {
        writer.Write(0, 6 * channels); // chbwcod
        for (int channel = 0; channel < channels; channel++)
        {
            Write(ref writer, Groups);
            writer.Write(0, 2); // gainrng
        }

        if (hasLfe) Write(ref writer, LfeGroups);
    }

    private static void Write(ref BitFieldWriter writer, int groups)
    {
        writer.Write(Exponent, 4);
        for (int group = 0; group < groups; group++) writer.Write(NoDifference, 7);
    }
}
