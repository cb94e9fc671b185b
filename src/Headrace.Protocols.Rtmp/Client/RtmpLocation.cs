using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Headrace.Protocols.Rtmp.Client;

/// <summary>
/// Where a client connects to, and which stream it means there. Its text has neither credentials nor query, which may hold a key.
/// </summary>
/// <remarks>
/// Of a path with one slash in it, the first part is the application and the second the key; of one with more, the first two are the application. A path without any is the application,
/// and the key is empty. A query stays with what it follows.
/// </remarks>
public sealed record RtmpLocation
{
    /// <summary>The port of <c>rtmp</c> where none is named.</summary>
    public const int DefaultPort = 1935;

    /// <summary>The port of <c>rtmps</c> where none is named.</summary>
    public const int DefaultTlsPort = 443;

    private const string SchemeEnd = "://";
    private const int MaxLength = 2_048;

    private RtmpLocation(string text, bool isTls, string host, int port, string application, string key)
    {
        Text = text;
        IsTls = isTls;
        Host = host;
        Port = port;
        Application = application;
        Key = key;
    }

    /// <summary>The URL as it was written, credentials included.</summary>
    public string Text { get; }

    /// <summary>True for <c>rtmps</c>.</summary>
    public bool IsTls { get; }

    /// <summary>Name or address, an IPv6 address without brackets.</summary>
    public string Host { get; }

    /// <summary>The TCP port.</summary>
    public int Port { get; }

    /// <summary>The application, with its query.</summary>
    public string Application { get; }

    /// <summary>What is published or played, with its query; may be empty.</summary>
    public string Key { get; }

    /// <summary>The user of the URL, decoded; empty where it names none.</summary>
    public string User { get; private init; } = "";

    /// <summary>The password of the URL, decoded; empty where it has none.</summary>
    public string Password { get; private init; } = "";

    /// <summary>As <see cref="Application"/>, without the URL's user and password.</summary>
    public string BareApplication { get; private init; } = "";

    /// <summary>As <see cref="Key"/>, without the URL's user and password.</summary>
    public string BareKey { get; private init; } = "";

    /// <summary>Scheme, host and port.</summary>
    internal string Origin
    {
        get
        {
            string host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
            return string.Create(CultureInfo.InvariantCulture, $"{(IsTls ? "rtmps" : "rtmp")}://{host}:{Port}");
        }
    }

    /// <summary>Reads an absolute URL of scheme <c>rtmp</c> or <c>rtmps</c>. Credentials in it become <c>user=</c> and <c>pass=</c> of the query.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RtmpLocation? location)
    {
        location = null;
        text = text.Trim();
        int scheme = text.IndexOf(SchemeEnd, StringComparison.Ordinal);
        if (scheme < 0 || text.Length > MaxLength || text.AsSpan().ContainsAnyInRange('\0', ' ')) return false;
        bool isTls = text.AsSpan(0, scheme).Equals("rtmps", StringComparison.OrdinalIgnoreCase);
        if (!isTls && !text.AsSpan(0, scheme).Equals("rtmp", StringComparison.OrdinalIgnoreCase)) return false;
        int start = scheme + SchemeEnd.Length;
        int end = text.AsSpan(start).IndexOfAny('/', '?') is >= 0 and int at ? start + at : text.Length;
        string authority = text[start..end];
        int user = authority.LastIndexOf('@');
        if (!TrySplit(authority.AsSpan(user + 1), isTls ? DefaultTlsPort : DefaultPort, out string host, out int port)) return false;
        string path = text[end..].TrimStart('/');
        (string name, string password) = ReadUser(user < 0 ? "" : authority[..user]);
        (string bareApplication, string bareKey) = Split(path);
        (string application, string key) = user < 0 ? (bareApplication, bareKey) : Split(WithCredentials(path, name, password));
        if (application.Length == 0 || application[0] == '?') return false;
        location = new RtmpLocation(text, isTls, host, port, application, key) { User = name, Password = password, BareApplication = bareApplication, BareKey = bareKey };
        return true;
    }

    /// <summary>The URL without credentials and without its query, for logs.</summary>
    public override string ToString()
    {
        string key = WithoutQuery(Key);
        return $"{Origin}/{WithoutQuery(Application)}{(key.Length > 0 ? "/" : "")}{key}";
    }

    private static string WithoutQuery(string text) => text.IndexOf('?', StringComparison.Ordinal) is >= 0 and int mark ? text[..mark] : text;

    private static (string User, string Password) ReadUser(string userInfo)
    {
        int colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        return (Uri.UnescapeDataString(colon < 0 ? userInfo : userInfo[..colon]), Uri.UnescapeDataString(colon < 0 ? "" : userInfo[(colon + 1)..]));
    }

    private static string WithCredentials(string path, string user, string password)
    {
        if (user.Length + password.Length == 0) return path;
        char mark = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return $"{path}{mark}user={Uri.EscapeDataString(user)}&pass={Uri.EscapeDataString(password)}";
    }

    private static (string Application, string Key) Split(string path)
    {
        int limit = path.IndexOf('?', StringComparison.Ordinal) is >= 0 and int mark ? mark : path.Length;
        int first = path.AsSpan(0, limit).IndexOf('/');
        if (first < 0) return (path, "");
        int second = path.AsSpan(first + 1, limit - first - 1).IndexOf('/') is >= 0 and int at ? first + 1 + at : first;
        return (path[..second], path[(second + 1)..]);
    }

    private static bool TrySplit(ReadOnlySpan<char> authority, int defaultPort, out string host, out int port)
    {
        int bracket = authority.LastIndexOf(']');
        int colon = authority[(bracket + 1)..].IndexOf(':') + bracket + 1;
        bool hasPort = colon > bracket;
        host = (hasPort ? authority[..colon] : authority).Trim("[]").ToString();
        port = defaultPort;
        if (hasPort && !(int.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue)) return false;
        return Uri.CheckHostName(bracket < 0 ? host : $"[{host}]") != UriHostNameType.Unknown;
    }
}
