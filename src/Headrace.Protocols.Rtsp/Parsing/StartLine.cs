using System.Globalization;

namespace Headrace.Protocols.Rtsp.Parsing;

/// <summary>The first line of a message (RFC 2326, 6.1 and 7.1), read leniently: any white space, URIs with spaces in them.</summary>
internal static class StartLine
{
    private const string VersionPrefix = "RTSP/";
    private const string HttpPrefix = "HTTP/";
    private const int MaxMethodLength = 32;

    public static bool TryParse(string line, out RtspMessage? message)
    {
        message = null;
        ReadOnlySpan<char> text = RtspText.OnOneLine(line);
        int first = text.IndexOf(' ');
        if (first <= 0) return false;
        return text.StartsWith(VersionPrefix, StringComparison.OrdinalIgnoreCase)
            ? TryParseStatus(text[..first], text[first..].Trim(), out message)
            : TryParseRequest(text[..first], text[first..].Trim(), out message);
    }

    /// <summary>True if the line ends like one of HTTP: the peer has taken the wrong port.</summary>
    public static bool IsHttp(string line)
    {
        ReadOnlySpan<char> text = line;
        text = text.Trim();
        return text.StartsWith(HttpPrefix) || (text.LastIndexOf(' ') is int space and > 0 && text[(space + 1)..].StartsWith(HttpPrefix));
    }

    private static bool TryParseStatus(ReadOnlySpan<char> version, ReadOnlySpan<char> rest, out RtspMessage? message)
    {
        message = null;
        int end = rest.IndexOf(' ');
        ReadOnlySpan<char> code = end < 0 ? rest : rest[..end];
        if (!ushort.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out ushort status) || status is < 100 or > 999) return false;
        string? reason = end < 0 ? null : rest[end..].ToString();
        message = new RtspResponse((RtspStatus)status, reason) { Version = version.ToString() };
        return true;
    }

    private static bool TryParseRequest(ReadOnlySpan<char> method, ReadOnlySpan<char> rest, out RtspMessage? message)
    {
        message = null;
        int last = rest.LastIndexOf(' ');
        if (last <= 0 || method.Length > MaxMethodLength || !IsToken(method)) return false;
        ReadOnlySpan<char> version = rest[(last + 1)..];
        if (!version.StartsWith(VersionPrefix, StringComparison.OrdinalIgnoreCase)) return false;
        message = new RtspRequest(method.ToString(), rest[..last].ToString()) { Version = version.ToString() };
        return true;
    }

    private static bool IsToken(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.')) return false;
        }

        return true;
    }
}
