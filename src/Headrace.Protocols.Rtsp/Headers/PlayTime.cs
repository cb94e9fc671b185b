using System.Globalization;

namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>Normal play time (RFC 2326, 3.6): <c>12.5</c> or <c>0:01:02.5</c>; empty is open.</summary>
internal static class PlayTime
{
    private const double MaxSeconds = 1e9;

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan? time)
    {
        time = null;
        if (text.IsEmpty) return true;
        double seconds = 0;
        int parts = 0;
        foreach (Range range in text.Split(':'))
        {
            bool isNumber = double.TryParse(text[range], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double part);
            if (!isNumber || ++parts > 3) return false;
            seconds = seconds * 60 + part;
        }

        if (seconds > MaxSeconds) return false;
        time = TimeSpan.FromSeconds(seconds);
        return true;
    }

    public static string Format(TimeSpan? time) => time?.TotalSeconds.ToString("0.000###", CultureInfo.InvariantCulture) ?? "";
}
