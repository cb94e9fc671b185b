using System.Collections.Immutable;

namespace Headrace.Protocols.Rtsp.Authentication;

/// <summary>What a server asks for: one challenge of a <c>WWW-Authenticate</c> header.</summary>
public sealed record AuthenticationChallenge(AuthenticationScheme Scheme, string Realm)
{
    /// <summary>Challenges of one response that are looked at.</summary>
    public const int MaxChallenges = 8;

    /// <summary>Digest: the server's nonce.</summary>
    public string Nonce { get; init; } = "";

    /// <summary>Digest: returned as it came; null where there is none.</summary>
    public string? Opaque { get; init; }

    /// <summary>Digest: the hash.</summary>
    public DigestAlgorithm Algorithm { get; init; }

    /// <summary>Digest: true for <c>MD5-sess</c> and <c>SHA-256-sess</c>.</summary>
    public bool IsSession { get; init; }

    /// <summary>Digest: true where the protection <c>auth</c> is offered; false for a server of RFC 2069, which has none.</summary>
    public bool HasQop { get; init; }

    /// <summary>Digest: the last nonce was too old; name and password may be right.</summary>
    public bool IsStale { get; init; }

    /// <summary>
    /// Reads the challenges of a response, one or several in each header. Left out are schemes and algorithms that are not known, and digests
    /// whose only protection is <c>auth-int</c>.
    /// </summary>
    public static ImmutableArray<AuthenticationChallenge> ReadAll(RtspHeaders headers)
    {
        List<AuthenticationChallenge> found = [];
        foreach (RtspHeader header in headers)
        {
            if (header.Name.Equals(RtspHeaderNames.WwwAuthenticate, StringComparison.OrdinalIgnoreCase)) Read(header.Value, found);
        }

        return [.. found.Take(MaxChallenges)];
    }

    /// <summary>The challenge as it stands in a header.</summary>
    public override string ToString()
    {
        string text = $"{Scheme} realm={ParameterList.Quote(Realm)}";
        if (Scheme == AuthenticationScheme.Basic) return text;
        text += $", nonce={ParameterList.Quote(Nonce)}";
        if (Opaque is not null) text += $", opaque={ParameterList.Quote(Opaque)}";
        // Old clients do not know the parameter, and MD5 is what they take its absence for.
        if (Algorithm != DigestAlgorithm.Md5 || IsSession) text += $", algorithm={Algorithm.ToToken()}{(IsSession ? "-sess" : "")}";
        if (HasQop) text += ", qop=\"auth\"";
        return IsStale ? text + ", stale=TRUE" : text;
    }

    private static void Read(string value, List<AuthenticationChallenge> found)
    {
        List<(string Name, string? Value)> items = ParameterList.Read(value);
        for (int i = 0; i < items.Count;)
        {
            int end = i + 1;
            while (end < items.Count && items[end].Value is not null) end++;
            if (items[i].Value is null && ReadOne(items[i].Name, items[(i + 1)..end]) is { } challenge) found.Add(challenge);
            i = end;
        }
    }

    private static AuthenticationChallenge? ReadOne(string scheme, List<(string Name, string? Value)> parameters)
    {
        string realm = Find("realm") ?? "";
        if (scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) return new AuthenticationChallenge(AuthenticationScheme.Basic, realm);
        if (!scheme.Equals("Digest", StringComparison.OrdinalIgnoreCase)) return null;
        if (Find("nonce") is not { } nonce || !DigestAlgorithms.TryParse(Find("algorithm"), out DigestAlgorithm algorithm, out bool isSession)) return null;
        string[] qops = (Find("qop") ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        bool hasQop = qops.Contains("auth", StringComparer.OrdinalIgnoreCase);
        if (qops.Length > 0 && !hasQop) return null;
        return new AuthenticationChallenge(AuthenticationScheme.Digest, realm)
        {
            Nonce = nonce,
            Opaque = Find("opaque"),
            Algorithm = algorithm,
            IsSession = isSession,
            HasQop = hasQop,
            IsStale = string.Equals(Find("stale"), "true", StringComparison.OrdinalIgnoreCase),
        };

        string? Find(string name) => parameters.Find(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
    }
}
