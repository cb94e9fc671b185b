using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Headrace.Protocols.Srt;

/// <summary>
/// The other side of a connection of ours: <c>srt://HOST:PORT?streamid=…&amp;passphrase=…&amp;latency=…&amp;pbkeylen=…&amp;mode=…</c>, with the keys that libsrt's own programs have.
/// Its text has no query, which may hold secrets.
/// </summary>
public sealed record SrtLocation
{
    /// <summary>What may be written, for people.</summary>
    public const string Form = "srt://HOST:PORT?streamid=ID&passphrase=…&latency=MS&pbkeylen=16|24|32&mode=caller|listener|rendezvous";

    /// <summary>What every such URL begins with.</summary>
    public const string Start = "srt://";

    /// <summary>The greatest latency.</summary>
    public static readonly TimeSpan MaxLatency = TimeSpan.FromSeconds(60);

    private const int MaxTextLength = 2_048;
    private const int MinPassphrase = 10;
    private const int MaxPassphrase = 79;

    private SrtLocation(string text) => Text = text;

    /// <summary>The URL as it was written, secrets included.</summary>
    public string Text { get; }

    /// <summary>Name or address, an IPv6 address without brackets; empty for a listener on all addresses.</summary>
    public string Host { get; private init; } = "";

    /// <summary>The UDP port.</summary>
    public int Port { get; private init; }

    /// <summary>Who calls whom.</summary>
    public SrtCallMode Mode { get; private init; }

    /// <summary>What a caller says that it wants; empty for nothing.</summary>
    public string StreamId { get; private init; } = "";

    /// <summary>What encrypts; empty for nothing.</summary>
    public string Passphrase { get; private init; } = "";

    /// <summary>Bytes of the key: 16, 24 or 32; 0 where nobody says.</summary>
    public int KeyLength { get; private init; }

    /// <summary>Least time between sending and playing a packet; null where nobody says.</summary>
    public TimeSpan? Latency { get; private init; }

    /// <summary>Reads a URL; false, and what is wrong as a clause for people, for anything else.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SrtLocation? location, [NotNullWhen(false)] out string? fault)
    {
        text = text.Trim();
        location = null;
        fault = text.Length > MaxTextLength ? $"it is longer than {MaxTextLength} characters" : null;
        if (!text.StartsWith(Start, StringComparison.OrdinalIgnoreCase)) fault = $"it is no {Start} URL";
        if (text.AsSpan().ContainsAnyInRange('\0', ' ')) fault = "it has spaces or control characters; percent-encode them";
        if (fault is not null) return false;
        int question = text.IndexOf('?', StringComparison.Ordinal);
        SrtLocation read = new(text);
        if (!TryReadQuery(question < 0 ? "" : text[(question + 1)..], ref read, out fault)) return false;
        string authority = (question < 0 ? text : text[..question])[Start.Length..].TrimEnd('/');
        if (!TrySplit(authority, out string host, out int port)) fault = "it has no host and port";
        else if (host.Length == 0 && read.Mode != SrtCallMode.Listener) fault = "it names no host";
        if (fault is null) location = read with { Host = host, Port = port };
        return fault is null;
    }

    /// <inheritdoc/>
    public bool Equals(SrtLocation? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The URL as it may be shown.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Start}{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");

    private static bool TryReadQuery(string query, ref SrtLocation read, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string value = equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..]);
            bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            switch (equals < 0 ? pair : pair[..equals])
            {
                case "streamid" when Encoding.UTF8.GetByteCount(value) <= SrtStreamId.MaxLength && !value.Contains('\0', StringComparison.Ordinal):
                    read = read with { StreamId = value };
                    break;
                case "passphrase" when Encoding.UTF8.GetByteCount(value) is 0 or (>= MinPassphrase and <= MaxPassphrase) && !value.Contains('\0', StringComparison.Ordinal):
                    read = read with { Passphrase = value };
                    break;
                case "latency" when isNumber && number <= MaxLatency.TotalMilliseconds:
                    read = read with { Latency = TimeSpan.FromMilliseconds(number) };
                    break;
                case "pbkeylen" when isNumber && number is 0 or 16 or 24 or 32:
                    read = read with { KeyLength = number };
                    break;
                case "mode" when value is "caller" or "listener" or "rendezvous":
                    read = read with { Mode = Enum.Parse<SrtCallMode>(value, ignoreCase: true) };
                    break;
                case "transtype" when value == "live":
                case "pkt_size":
                    break;
                case string key:
                    fault ??= FaultOf(key, equals >= 0);
                    break;
            }
        }

        return fault is null;
    }

    private static string FaultOf(string key, bool hasValue) => key switch
    {
        "streamid" => $"its streamid is longer than {SrtStreamId.MaxLength} bytes",
        "passphrase" => $"a passphrase has {MinPassphrase} to {MaxPassphrase} bytes",
        "latency" => $"latency is a number of milliseconds up to {MaxLatency.TotalMilliseconds}",
        "pbkeylen" => "pbkeylen is 16, 24 or 32",
        "mode" => "mode is caller, listener or rendezvous",
        // A key that is none may be part of a secret.
        _ => $"its query has a key that is not known{(hasValue && IsName(key) ? $", {key}" : "")}; allowed: streamid, passphrase, latency, pbkeylen, mode",
    };

    private static bool IsName(string key) => key.Length is > 0 and <= 16 && key.All(char.IsAsciiLetter);

    private static bool TrySplit(string authority, out string host, out int port)
    {
        int bracket = authority.LastIndexOf(']');
        int colon = authority.IndexOf(':', bracket + 1);
        host = (colon < 0 ? authority : authority[..colon]).Trim('[', ']');
        port = 0;
        if (colon < 0 || !int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is <= 0 or > ushort.MaxValue) return false;
        return host.Length == 0 || Uri.CheckHostName(bracket < 0 ? host : $"[{host}]") != UriHostNameType.Unknown;
    }
}
