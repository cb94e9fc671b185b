using System.Diagnostics.CodeAnalysis;
using Headrace.Protocols.Rtsp.Authentication;

namespace Headrace.Endpoints.Http;

/// <summary>What is fetched over HTTP: the URL, and the credentials that stood in it. Its text has neither those nor its query, which may hold a token.</summary>
public sealed record HttpLocation
{
    /// <summary>Characters of a URL that are read at most.</summary>
    public const int MaxLength = 4096;

    private HttpLocation(Uri url, string text, Credentials? credentials) => (Url, Text, Credentials) = (url, text, credentials);

    /// <summary>The URL without credentials and fragment.</summary>
    public Uri Url { get; }

    /// <summary>The URL as it was written, credentials included.</summary>
    public string Text { get; }

    /// <summary>The credentials of the URL, percent-decoded; null if it has none.</summary>
    public Credentials? Credentials { get; private init; }

    /// <summary>True for <c>https</c>.</summary>
    public bool IsTls => Url.Scheme == Uri.UriSchemeHttps;

    /// <summary>Reads an absolute URL of scheme <c>http</c> or <c>https</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HttpLocation? location)
    {
        location = null;
        text = text.Trim();
        if (text.Length > MaxLength || text.AsSpan().ContainsAnyInRange('\0', ' ')) return false;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || !IsHttp(url) || url.Host.Length == 0) return false;
        location = new HttpLocation(Bare(url), text, ReadCredentials(url));
        return true;
    }

    /// <summary>
    /// Where a redirection leads. Credentials go on to the same host only, and not from an encrypted connection to one that is not.
    /// </summary>
    /// <param name="target">The value of the <c>Location</c> header, absolute or relative.</param>
    /// <param name="location">The new place.</param>
    public bool TryFollow(Uri target, [NotNullWhen(true)] out HttpLocation? location)
    {
        location = null;
        if (!Uri.TryCreate(Url, target, out Uri? url) || !IsHttp(url) || url.OriginalString.Length > MaxLength) return false;
        location = new HttpLocation(Bare(url), url.OriginalString, ReadCredentials(url));
        if (location.Credentials is null) location = location with { Credentials = CredentialsFor(location.Url) };
        return true;
    }

    /// <summary>The credentials, for a URL of the same host that is encrypted where this one is; else null.</summary>
    internal Credentials? CredentialsFor(Uri url) =>
        url.Host.Equals(Url.Host, StringComparison.OrdinalIgnoreCase) && (!IsTls || url.Scheme == Uri.UriSchemeHttps) ? Credentials : null;

    /// <summary>The URL without credentials and without its query, for logs.</summary>
    public override string ToString() => Show(Url);

    /// <summary>A URL as logs may show it.</summary>
    public static string Show(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private static bool IsHttp(Uri url) => url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps;

    private static Uri Bare(Uri url) => new(url.GetComponents(UriComponents.SchemeAndServer | UriComponents.PathAndQuery, UriFormat.UriEscaped));

    private static Credentials? ReadCredentials(Uri url)
    {
        if (url.UserInfo.Length == 0) return null;
        int colon = url.UserInfo.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new Credentials(Uri.UnescapeDataString(url.UserInfo), "")
            : new Credentials(Uri.UnescapeDataString(url.UserInfo[..colon]), Uri.UnescapeDataString(url.UserInfo[(colon + 1)..]));
    }
}
