using System.Globalization;

namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>Absolute time (RFC 2326, 3.7): <c>19961108T142300.25Z</c>; empty is open. Hyphens and colons are no part of it.</summary>
internal static class UtcTime
{
    private const string Written = "yyyyMMdd'T'HHmmss.FFFFFFF'Z'";
    private static readonly string[] Readable = [Written, "yyyyMMdd'T'HHmmss'Z'", "yyyyMMdd'T'HHmmss.FFFFFFF"];

    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset? time)
    {
        time = null;
        if (text.IsEmpty) return true;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParseExact(text, Readable, CultureInfo.InvariantCulture, Utc, out DateTimeOffset value)) return false;
        time = value;
        return true;
    }

    public static string Format(DateTimeOffset? time) => time?.UtcDateTime.ToString(Written, CultureInfo.InvariantCulture) ?? "";
}
