using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Headrace.Endpoints.Forwarding;

/// <summary>
/// Where a stream is forwarded to, as it was written. <c>$NAME</c> in it is the stream's name. Its text has neither credentials nor query, which may hold a key.
/// </summary>
public sealed record ForwardUrl
{
    /// <summary>Stands for the stream's name.</summary>
    public const string NamePlace = "$NAME";

    private const int MaxLength = 2_048;
    private const string SchemeEnd = "://";
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    private ForwardUrl(string text, string scheme, string host, int port, string path, ImmutableArray<KeyValuePair<string, string>> query)
    {
        Text = text;
        Scheme = scheme;
        Host = host;
        Port = port;
        Path = path;
        Query = query;
    }

    /// <summary>The URL as it was written, credentials included.</summary>
    public string Text { get; }

    /// <summary>Scheme, lower case.</summary>
    public string Scheme { get; }

    /// <summary>Name or address, an IPv6 address without brackets.</summary>
    public string Host { get; }

    /// <summary>Port; 0 where none is named.</summary>
    public int Port { get; }

    /// <summary>What follows the authority up to the query, with its slash; empty for none.</summary>
    public string Path { get; }

    /// <summary>The parameters of the query, percent-decoded, in order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Query { get; }

    /// <summary>True where each stream has a target of its own.</summary>
    public bool NamesStream => Text.Contains(NamePlace, StringComparison.Ordinal);

    /// <summary>Reads a URL with scheme and host; false for anything else.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ForwardUrl? url)
    {
        url = null;
        text = text.Trim();
        int scheme = text.IndexOf(SchemeEnd, StringComparison.Ordinal);
        if (scheme <= 0 || text.Length > MaxLength || text.AsSpan().ContainsAnyInRange('\0', ' ') || text.AsSpan(0, scheme).ContainsAnyExcept(SchemeCharacters)) return false;
        int start = scheme + SchemeEnd.Length;
        int end = text.IndexOfAny(['/', '?'], start);
        if (end < 0) end = text.Length;
        int question = text.IndexOf('?', end);
        ReadOnlySpan<char> authority = text.AsSpan(start, end - start);
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        if (!TrySplit(authority, out string host, out int port)) return false;
        string path = question < 0 ? text[end..] : text[end..question];
        url = new ForwardUrl(text, text[..scheme].ToLowerInvariant(), host, port, path, ReadQuery(question < 0 ? "" : text[(question + 1)..]));
        return true;
    }

    /// <summary>The URL for a stream: with its name where <see cref="NamePlace"/> stands.</summary>
    public ForwardUrl For(string stream) => NamesStream && TryParse(Text.Replace(NamePlace, stream, StringComparison.Ordinal), out ForwardUrl? named) ? named : this;

    /// <summary>The value of a parameter, or null.</summary>
    public string? Get(string name)
    {
        foreach ((string key, string value) in Query)
        {
            if (key == name) return value;
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Equals(ForwardUrl? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The URL as it may be shown.</summary>
    public override string ToString()
    {
        string host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return Port == 0 ? $"{Scheme}://{host}{Path}" : string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{host}:{Port}{Path}");
    }

    private static bool TrySplit(ReadOnlySpan<char> authority, out string host, out int port)
    {
        int bracket = authority.LastIndexOf(']');
        int colon = authority[(bracket + 1)..].IndexOf(':') + bracket + 1;
        bool hasPort = colon > bracket;
        ReadOnlySpan<char> name = hasPort ? authority[..colon] : authority;
        host = name.Trim("[]").ToString();
        port = 0;
        if (hasPort && !(int.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue)) return false;
        return Uri.CheckHostName(bracket < 0 ? host : $"[{host}]") != UriHostNameType.Unknown;
    }

    private static ImmutableArray<KeyValuePair<string, string>> ReadQuery(string query) =>
    [
        .. from part in query.Split('&', StringSplitOptions.RemoveEmptyEntries)
           let at = part.IndexOf('=', StringComparison.Ordinal)
           select at < 0
               ? KeyValuePair.Create(Uri.UnescapeDataString(part), "")
               : KeyValuePair.Create(Uri.UnescapeDataString(part[..at]), Uri.UnescapeDataString(part[(at + 1)..])),
    ];
}
