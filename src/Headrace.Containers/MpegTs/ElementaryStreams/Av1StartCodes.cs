using Headrace.Containers.MpegTs.Muxing;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>
/// Open bitstream units behind start codes (Carriage of AV1 in MPEG-2 TS, 3.2): where two zeros are followed by 0 to 3, a 3 stands between.
/// </summary>
internal static class Av1StartCodes
{
    private const byte Prevention = 3;

    private static ReadOnlySpan<byte> StartCode => [0, 0, 1];

    private static ReadOnlySpan<byte> Zeros => [0, 0];

    /// <summary>Bytes that a unit takes.</summary>
    public static int LengthOf(ReadOnlySpan<byte> obu)
    {
        int length = StartCode.Length + obu.Length;
        for (int at = NextEmulation(obu); at >= 0; at = NextEmulation(obu))
        {
            length++;
            obu = obu[at..];
        }

        return length;
    }

    /// <summary>Writes a unit.</summary>
    public static void Write(ReadOnlySpan<byte> obu, ref PesWriter output)
    {
        output.Write(StartCode);
        for (int at = NextEmulation(obu); at >= 0; at = NextEmulation(obu))
        {
            output.Write(obu[..at]);
            output.Write([Prevention]);
            obu = obu[at..];
        }

        output.Write(obu);
    }

    // Offset of the byte that must not follow the two zeros before it, or -1. Zeros at the end need none: a reader finds the next start code behind them.
    private static int NextEmulation(ReadOnlySpan<byte> bytes)
    {
        int from = 0;
        while (true)
        {
            int at = bytes[from..].IndexOf(Zeros);
            if (at < 0 || from + at + 2 >= bytes.Length) return -1;
            if (bytes[from + at + 2] <= Prevention) return from + at + 2;
            from += at + 1;
        }
    }
}
