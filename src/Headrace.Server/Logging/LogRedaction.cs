using System.Text.RegularExpressions;

namespace Headrace.Server.Logging;

/// <summary>
/// The last guard of every log line: takes out credentials that stand in URLs and headers, and control characters, which a peer could forge lines with.
/// Whoever logs is still asked not to pass any.
/// </summary>
internal static partial class LogRedaction
{
    /// <summary>Most characters of one message or value.</summary>
    internal const int MaxLength = 4_096;

    private const string Hidden = "***";

    /// <summary>The text as it may be written, on one line.</summary>
    internal static string Clean(string text)
    {
        if (text.Length > MaxLength) text = string.Concat(text.AsSpan(0, MaxLength), "…");
        if (text.Contains("://", StringComparison.Ordinal)) text = UserInfo().Replace(text, $"$1{Hidden}@");
        if (text.Contains('=', StringComparison.Ordinal)) text = QueryValue().Replace(text, $"$1{Hidden}");
        if (text.Contains("earer ", StringComparison.OrdinalIgnoreCase) || text.Contains("asic ", StringComparison.OrdinalIgnoreCase))
            text = Authorization().Replace(text, $"$1 {Hidden}");
        return text.AsSpan().ContainsAnyInRange('\0', '\x1F') || text.AsSpan().ContainsAnyInRange('\x7F', '\x9F') || text.AsSpan().ContainsAny('\u2028', '\u2029')
            ? string.Concat(text.Select(Printable))
            : text;
    }

    private static char Printable(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c;

    [GeneratedRegex(@"(://)[^/\s""'<>]*@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"\b((?:token|access_token|jwt|key|streamkey|pass|passwd|password|passphrase|pwd|secret|signature|credential)=)[^&;,\s""'<>]+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex QueryValue();

    [GeneratedRegex(@"\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]{6,}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Authorization();
}
