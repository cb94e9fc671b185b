using System.Diagnostics.CodeAnalysis;

namespace Headrace.Protocols.Rtsp;

/// <summary>
/// A request URI, without credentials: an absolute URL, an absolute path, or <c>*</c>. Path and query are kept as they were written.
/// </summary>
public sealed record RtspUrl
{
    private const string SchemeEnd = "://";

    private RtspUrl(string origin, string path, string query)
    {
        Origin = origin;
        Path = path;
        Query = query;
    }

    /// <summary>Scheme, host and port (<c>rtsp://host:8554</c>); empty if the URI had none.</summary>
    public string Origin { get; }

    /// <summary>The path with its slashes, percent-encoded as it was; empty for an URL without one, <c>*</c> for the server itself.</summary>
    public string Path { get; }

    /// <summary>The query without its question mark; empty if there is none.</summary>
    public string Query { get; }

    /// <summary>True for <c>*</c>, which names the server and no stream.</summary>
    public bool IsServer => Path == "*";

    /// <summary>The stream's name: the path without slashes at its ends, percent-decoded once. The caller checks that it is a name.</summary>
    public string StreamName => IsServer ? "" : Uri.UnescapeDataString(Path.Trim('/'));

    /// <summary>The URL without its query, for logs and as a base of other URLs.</summary>
    public string WithoutQuery => Origin + Path;

    /// <summary>The URL that relative track controls are appended to: without query, with a slash at its end (RFC 2326, C.1.1).</summary>
    public string ContentBase => $"{Origin}{Path.TrimEnd('/')}/";

    /// <summary>Path and query, as one text without a slash at its end.</summary>
    internal string PathAndQuery => (Query.Length == 0 ? Path : $"{Path}?{Query}").TrimEnd('/');

    /// <summary>Reads a request URI. False if it is neither absolute, nor a path, nor <c>*</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out RtspUrl? url)
    {
        url = null;
        text = text.Trim();
        int fragment = text.IndexOf('#');
        if (fragment >= 0) text = text[..fragment];
        int scheme = text.IndexOf(SchemeEnd);
        bool isAbsolute = scheme > 0 && text[..scheme].StartsWith("rtsp", StringComparison.OrdinalIgnoreCase);
        if (!isAbsolute && !text.StartsWith("/") && text is not "*") return false;

        ReadOnlySpan<char> rest = isAbsolute ? text[(scheme + SchemeEnd.Length)..] : text;
        int pathStart = isAbsolute ? rest.IndexOfAny('/', '?') : 0;
        if (pathStart < 0) pathStart = rest.Length;
        ReadOnlySpan<char> host = rest[..pathStart];
        host = host[(host.LastIndexOf('@') + 1)..];
        if (isAbsolute && host.IsEmpty) return false;

        ReadOnlySpan<char> path = rest[pathStart..];
        int query = path.IndexOf('?');
        string origin = isAbsolute ? $"{text[..scheme]}{SchemeEnd}{host}" : "";
        url = query < 0 ? new RtspUrl(origin, path.ToString(), "") : new RtspUrl(origin, path[..query].ToString(), path[(query + 1)..].ToString());
        return true;
    }

    /// <summary>The URL of a query with its question mark; without credentials.</summary>
    public override string ToString() => Query.Length == 0 ? WithoutQuery : $"{WithoutQuery}?{Query}";
}
