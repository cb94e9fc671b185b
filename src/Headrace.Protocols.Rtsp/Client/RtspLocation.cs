using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Headrace.Protocols.Rtsp.Authentication;

namespace Headrace.Protocols.Rtsp.Client;

/// <summary>
/// Where a client connects to: the URL that it asks for, the host behind it, and the credentials that stood in it. Its text has no credentials.
/// </summary>
public sealed record RtspLocation
{
    /// <summary>The port of <c>rtsp</c> where none is named.</summary>
    public const int DefaultPort = 554;

    /// <summary>The port of <c>rtsps</c> where none is named.</summary>
    public const int DefaultTlsPort = 322;

    private const string TlsScheme = "rtsps";

    private RtspLocation(RtspUrl url, bool isTls, string host, int port)
    {
        Url = url;
        IsTls = isTls;
        Host = host;
        Port = port;
    }

    /// <summary>The URL, as requests name it.</summary>
    public RtspUrl Url { get; }

    /// <summary>True for <c>rtsps</c>.</summary>
    public bool IsTls { get; }

    /// <summary>Name or address, an IPv6 address without brackets.</summary>
    public string Host { get; }

    /// <summary>The TCP port.</summary>
    public int Port { get; }

    /// <summary>The credentials of the URL, percent-decoded; null if it has none.</summary>
    public Credentials? Credentials { get; private init; }

    /// <summary>Reads an absolute URL of scheme <c>rtsp</c> or <c>rtsps</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RtspLocation? location)
    {
        const string SchemeEnd = "://";
        location = null;
        text = text.Trim();
        int scheme = text.IndexOf(SchemeEnd, StringComparison.Ordinal);
        bool isTls = scheme > 0 && text.AsSpan(0, scheme).Equals(TlsScheme, StringComparison.OrdinalIgnoreCase);
        if (scheme < 0 || (!isTls && !text.AsSpan(0, scheme).Equals("rtsp", StringComparison.OrdinalIgnoreCase))) return false;
        if (!RtspUrl.TryParse(text, out RtspUrl? url) || text.AsSpan().ContainsAnyInRange('\0', ' ')) return false;
        if (!TrySplit(url.Origin[(scheme + SchemeEnd.Length)..], isTls ? DefaultTlsPort : DefaultPort, out string host, out int port)) return false;
        location = new RtspLocation(url, isTls, host, port) { Credentials = ReadCredentials(text[(scheme + SchemeEnd.Length)..]) };
        return true;
    }

    /// <summary>
    /// Where a redirection leads: an absolute URL, or a path on the same server. Credentials go on to the same host only, and not from an encrypted
    /// connection to one that is not.
    /// </summary>
    /// <param name="target">The value of the <c>Location</c> header.</param>
    /// <param name="location">The new place.</param>
    public bool TryFollow(string target, [NotNullWhen(true)] out RtspLocation? location)
    {
        if (target.StartsWith('/')) target = Url.Origin + target;
        if (!TryParse(target, out location)) return false;
        bool keeps = location.Credentials is null && location.Host.Equals(Host, StringComparison.OrdinalIgnoreCase) && (location.IsTls || !IsTls);
        if (keeps) location = location with { Credentials = Credentials };
        return true;
    }

    /// <summary>The URL without credentials and without its query, for logs.</summary>
    public override string ToString() => Url.WithoutQuery;

    private static bool TrySplit(string authority, int defaultPort, out string host, out int port)
    {
        int bracket = authority.LastIndexOf(']');
        int colon = authority.IndexOf(':', bracket + 1);
        host = (colon < 0 ? authority : authority[..colon]).Trim('[', ']');
        port = defaultPort;
        if (colon >= 0 && colon < authority.Length - 1
            && !(int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue)) return false;
        return Uri.CheckHostName(bracket < 0 ? host : $"[{host}]") != UriHostNameType.Unknown;
    }

    private static Credentials? ReadCredentials(string rest)
    {
        int end = rest.AsSpan().IndexOfAny('/', '?');
        ReadOnlySpan<char> authority = end < 0 ? rest : rest.AsSpan(0, end);
        int at = authority.LastIndexOf('@');
        if (at < 0) return null;
        string user = authority[..at].ToString();
        int colon = user.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new Credentials(Uri.UnescapeDataString(user), "")
            : new Credentials(Uri.UnescapeDataString(user[..colon]), Uri.UnescapeDataString(user[(colon + 1)..]));
    }
}
