using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Headrace.Protocols.Srt;

/// <summary>
/// Reads stream ids: what a caller says in its handshake about what it wants (SRT's access control guidelines, and the short forms that servers of live media share).
/// </summary>
/// <remarks>
/// <code>
/// publish:NAME    read:NAME    publish:NAME:QUERY    publish:NAME:USER:PASSWORD    publish:NAME:USER:PASSWORD:QUERY
/// #!::m=publish,r=NAME,u=USER,s=PASSWORD            without m: request, which reads
/// NAME                                               publishes
/// </code>
/// A query, behind <c>NAME?</c> or as a part of its own, and the key <c>token</c> carry a token.
/// </remarks>
public static class SrtStreamId
{
    /// <summary>Greatest length in bytes, which is libsrt's too.</summary>
    public const int MaxLength = 512;

    private const string KeysStart = "#!::";
    private const string KeysMark = "#!";
    private const string EscapedMark = "%23";
    private const int MaxParts = 5;

    /// <summary>Reads a stream id; where it cannot be used, says why.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SrtRequest? request, out SrtStreamIdFault fault)
    {
        request = null;
        fault = bytes.Length > MaxLength ? SrtStreamIdFault.TooLong : !Utf8.IsValid(bytes) ? SrtStreamIdFault.NotText : SrtStreamIdFault.None;
        return fault == SrtStreamIdFault.None && TryParse(Encoding.UTF8.GetString(bytes), out request, out fault);
    }

    /// <summary>The same, for text.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SrtRequest? request, out SrtStreamIdFault fault)
    {
        text = text.Trim();

        // Some programs, ffmpeg among them, send what they were given as part of a URL as it stands there. Where there are colons, they were not escaped, and a password may have a % of its own.
        bool isEscaped = text.Contains('%', StringComparison.Ordinal) && !text.Contains(':', StringComparison.Ordinal);
        if (isEscaped || text.StartsWith(EscapedMark, StringComparison.Ordinal)) text = Uri.UnescapeDataString(text);
        request = null;
        if (text.Length == 0) fault = SrtStreamIdFault.Empty;
        else if (text.AsSpan().ContainsAnyInRange('\0', '\x1F')) fault = SrtStreamIdFault.NotText;
        else fault = text.StartsWith(KeysMark, StringComparison.Ordinal) ? ReadKeys(text, out request) : ReadParts(text, out request);
        if (fault == SrtStreamIdFault.None && request!.Name.Length == 0) fault = SrtStreamIdFault.NoName;
        if (fault != SrtStreamIdFault.None) request = null;
        return request is not null;
    }

    private static SrtStreamIdFault ReadParts(string text, out SrtRequest? request)
    {
        request = null;
        string[] parts = text.Split(':');
        if (parts.Length == 1)
        {
            request = Named(SrtMode.Publish, text);
            return SrtStreamIdFault.None;
        }

        if (parts.Length > MaxParts) return SrtStreamIdFault.TooManyParts;
        SrtMode mode;
        switch (parts[0])
        {
            case "publish": mode = SrtMode.Publish; break;
            case "read" or "request" or "play": mode = SrtMode.Read; break;
            default: return SrtStreamIdFault.UnknownAction;
        }

        request = Named(mode, parts[1]);
        if (parts.Length > 3) request = request with { User = parts[2], Password = parts[3] };
        if (parts.Length is 3 or MaxParts) request = request with { Token = TokenOf(parts[^1]) ?? request.Token };
        return SrtStreamIdFault.None;
    }

    private static SrtStreamIdFault ReadKeys(string text, out SrtRequest? request)
    {
        request = null;
        if (!text.StartsWith(KeysStart, StringComparison.Ordinal)) return SrtStreamIdFault.BadKeys;
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (string pair in text[KeysStart.Length..].Split(','))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) return SrtStreamIdFault.BadKeys;
            values[pair[..equals]] = pair[(equals + 1)..];
        }

        if (values.GetValueOrDefault("t", "stream") is not "stream") return SrtStreamIdFault.UnknownType;
        SrtMode mode;
        switch (values.GetValueOrDefault("m", "request"))
        {
            case "request": mode = SrtMode.Read; break;
            case "publish": mode = SrtMode.Publish; break;
            case "bidirectional": mode = SrtMode.Bidirectional; break;
            default: return SrtStreamIdFault.UnknownMode;
        }

        request = Named(mode, values.GetValueOrDefault("r", ""));
        request = request with { User = values.GetValueOrDefault("u"), Password = values.GetValueOrDefault("s"), Token = values.GetValueOrDefault("token") ?? request.Token };
        return SrtStreamIdFault.None;
    }

    /// <summary>A request for a resource, whose query may carry a token.</summary>
    private static SrtRequest Named(SrtMode mode, string resource)
    {
        int query = resource.IndexOf('?', StringComparison.Ordinal);
        string name = query < 0 ? resource : resource[..query];
        if (name.StartsWith('/')) name = name[1..];
        return new SrtRequest(mode, name) { Token = query < 0 ? null : TokenOf(resource[(query + 1)..]) };
    }

    private static string? TokenOf(string query)
    {
        const string Key = "token=";
        foreach (string pair in query.Split('&'))
        {
            if (pair.StartsWith(Key, StringComparison.Ordinal)) return Uri.UnescapeDataString(pair[Key.Length..]);
        }

        return null;
    }
}
