using System.Buffers;
using System.Text.RegularExpressions;

namespace Headrace.Streaming.Access;

/// <summary>
/// What of a text must not be shown: credentials in URLs and headers, values in queries. The one rule for messages, logs and the API; it errs on the side of hiding,
/// since what somebody misspelt is shown, too.
/// </summary>
public static partial class SecretText
{
    /// <summary>Stands in the place of a secret.</summary>
    public const string Hidden = "***";

    // Everything else in a query may be a secret whose name is misspelt.
    private static readonly string[] Harmless =
        ["bundle", "cname", "format", "iface", "interface", "latency", "localaddr", "mode", "pbkeylen", "pkt_size", "pt", "source", "ssrc", "transport", "transtype", "ttl"];

    // What no harmless value has: another parameter may be hidden behind it.
    private static readonly SearchValues<char> Odd = SearchValues.Create("?=%,/@#;");

    /// <summary>A text that is one URL, or was meant as one. What stands before the last <c>@</c> counts as credentials, whatever characters it has.</summary>
    public static string HideInUrl(string url)
    {
        int query = url.AsSpan().IndexOfAny(url.Contains("://", StringComparison.Ordinal) ? "?&#;" : "?");
        int scheme = url.IndexOf(':', StringComparison.Ordinal);
        int start = scheme + 1;
        while (scheme >= 0 && start < url.Length && url[start] == '/') start++;
        int at = url.LastIndexOf('@');
        // Nobody can say whether the @ belongs to credentials or to a parameter.
        if (query >= 0 && query < at) return url[..start] + Hidden;
        string place = query < 0 ? url : url[..query];
        if (scheme >= 0 && at > start) place = $"{url[..start]}{Hidden}{place[at..]}";
        return HideNamed(place) + (query < 0 ? "" : HideQuery(url[query..]));
    }

    /// <summary>A line of text that may hold URLs, parameters such as <c>token=…</c> and headers.</summary>
    public static string HideInText(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal)) text = Url().Replace(text, HideInFound);
        text = HideNamed(text);
        return text.Contains("earer ", StringComparison.OrdinalIgnoreCase) || text.Contains("asic ", StringComparison.OrdinalIgnoreCase)
            ? Authorization().Replace(text, $"$1 {Hidden}")
            : text;
    }

    private static string HideInFound(Match found)
    {
        string url = found.Value;
        int start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        int slash = url.IndexOf('/', start);
        int at = url.LastIndexOf('@');
        // An @ in a path is none of credentials, unless what stands before the path is no host and port.
        bool isInPath = slash >= 0 && slash < at && !NoPort().IsMatch(url.AsSpan(start, slash - start));
        if (!isInPath) return HideInUrl(url);
        int query = url.AsSpan().IndexOfAny("?&#;");
        return query < 0 ? url : url[..query] + HideQuery(url[query..]);
    }

    private static string HideQuery(string query) => Parameter().Replace(query, match =>
    {
        bool isHarmless = match.Groups[2].Success && Harmless.Contains(match.Groups[2].Value, StringComparer.OrdinalIgnoreCase) && !match.Groups[3].ValueSpan.ContainsAny(Odd);
        return isHarmless || match.Groups[3] is { Success: true, Length: 0 } ? match.Value : $"{match.Groups[1].Value}{Hidden}";
    });

    private static string HideNamed(string text) => text.Contains('=', StringComparison.Ordinal) ? Named().Replace(text, $"$1{Hidden}") : text;

    [GeneratedRegex(@"\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\s""'<>]+", RegexOptions.CultureInvariant)]
    private static partial Regex Url();

    // A separator, and a name with its value or something without a name.
    [GeneratedRegex(@"([?&#;](?:([^=?&#;]*)=)?)([^&]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"@|:(?!\d{0,5}$)", RegexOptions.CultureInvariant)]
    private static partial Regex NoPort();

    [GeneratedRegex(@"\b((?:token|access_token|jwt|key|streamkey|pass|passwd|password|passphrase|pwd|secret|signature|credential)=)[^&;,\s""'<>]+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(@"\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]{6,}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Authorization();
}
