using System.Globalization;

namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>Two numbers with a hyphen between them, as ports and channels are written; a lone one means the next for the second.</summary>
internal static class NumberPair
{
    public static bool TryParse(ReadOnlySpan<char> text, int greatest, out int first, out int second)
    {
        int hyphen = text.IndexOf('-');
        second = 0;
        if (!TryParseNumber(hyphen < 0 ? text : text[..hyphen], greatest, out first)) return false;
        if (hyphen >= 0) return TryParseNumber(text[(hyphen + 1)..], greatest, out second);
        second = first + 1;
        return second <= greatest;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, int greatest, out int number) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= greatest;
}
