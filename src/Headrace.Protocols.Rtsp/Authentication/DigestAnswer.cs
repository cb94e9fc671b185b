using System.Security.Cryptography;
using System.Text;

namespace Headrace.Protocols.Rtsp.Authentication;

/// <summary>The answer of scheme Digest. It holds no secret: only hashes that are good for one nonce.</summary>
public sealed record DigestAnswer(string Name, string Realm, string Nonce, string Uri) : AuthenticationAnswer
{
    /// <inheritdoc/>
    public override string User => Name;

    /// <summary>The hash.</summary>
    public DigestAlgorithm Algorithm { get; init; }

    /// <summary>True for <c>MD5-sess</c> and <c>SHA-256-sess</c>.</summary>
    public bool IsSession { get; init; }

    /// <summary>True with the protection <c>auth</c>: <see cref="NonceCount"/> and <see cref="ClientNonce"/> are part of the hash.</summary>
    public bool HasQop { get; init; }

    /// <summary>How often the nonce was used, as eight hexadecimal digits; empty without <see cref="HasQop"/>.</summary>
    public string NonceCount { get; init; } = "";

    /// <summary>The client's nonce; empty where there is none.</summary>
    public string ClientNonce { get; init; } = "";

    /// <summary>The challenge's value, returned.</summary>
    public string? Opaque { get; init; }

    /// <summary>The response, in hexadecimal digits.</summary>
    public string Response { get; init; } = "";

    /// <summary>
    /// True if the response is that of the user, for a request of this method. That realm and nonce are the server's own, and that
    /// <see cref="IsFor"/> the request, is checked beside it.
    /// </summary>
    /// <param name="userHash"><see cref="DigestHash.OfUser"/> of this answer's algorithm.</param>
    /// <param name="method">The request's method token.</param>
    public bool Verify(string userHash, string method) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(DigestHash.OfRequest(this, userHash, method)), Encoding.UTF8.GetBytes(Response.ToLowerInvariant()));

    /// <summary>
    /// True if the answer was made for a request of this URI. Clients differ in what they hash: the URI itself, its path, or the presentation's
    /// URL for a request about one of its tracks. Origins are not compared: a client may know the server by another name.
    /// </summary>
    public bool IsFor(string requestUri)
    {
        if (Uri == requestUri) return true;
        if (!RtspUrl.TryParse(Uri, out RtspUrl? hashed) || !RtspUrl.TryParse(requestUri, out RtspUrl? requested)) return false;
        string presentation = hashed.PathAndQuery;
        string path = requested.PathAndQuery;
        if (presentation == path || hashed.Path.TrimEnd('/') == path) return true;
        return presentation.Length > 0 && path.StartsWith(presentation, StringComparison.Ordinal) && path[presentation.Length] is '/' or '?';
    }

    /// <summary>The header's value.</summary>
    public override string ToString()
    {
        StringBuilder text = new("Digest username=");
        text.Append(ParameterList.Quote(Name)).Append(", realm=").Append(ParameterList.Quote(Realm));
        text.Append(", nonce=").Append(ParameterList.Quote(Nonce)).Append(", uri=").Append(ParameterList.Quote(Uri));
        text.Append(", response=").Append(ParameterList.Quote(Response));
        // Old cameras stumble over what their challenge did not name.
        if (Algorithm != DigestAlgorithm.Md5 || IsSession || HasQop) text.Append(", algorithm=").Append(Algorithm.ToToken()).Append(IsSession ? "-sess" : "");
        if (HasQop) text.Append(", qop=auth, nc=").Append(NonceCount);
        if (ClientNonce.Length > 0) text.Append(", cnonce=").Append(ParameterList.Quote(ClientNonce));
        if (Opaque is not null) text.Append(", opaque=").Append(ParameterList.Quote(Opaque));
        return text.ToString();
    }

    internal static DigestAnswer? Read(ReadOnlySpan<char> parameters)
    {
        List<(string Name, string? Value)> items = ParameterList.Read(parameters);
        if (!DigestAlgorithms.TryParse(Find("algorithm"), out DigestAlgorithm algorithm, out bool isSession)) return null;
        if (Find("username") is not { } name || Find("nonce") is not { } nonce || Find("uri") is not { } uri || Find("response") is not { } response) return null;
        string? qop = Find("qop");
        bool hasQop = !string.IsNullOrEmpty(qop);
        string count = hasQop ? Find("nc") ?? "" : "";
        if ((hasQop && !qop!.Equals("auth", StringComparison.OrdinalIgnoreCase)) || !count.All(char.IsAsciiHexDigit)) return null;
        return new DigestAnswer(name, Find("realm") ?? "", nonce, uri)
        {
            Algorithm = algorithm,
            IsSession = isSession,
            HasQop = hasQop,
            NonceCount = count,
            ClientNonce = Find("cnonce") ?? "",
            Opaque = Find("opaque"),
            Response = response,
        };

        string? Find(string wanted) => items.Find(item => item.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase)).Value;
    }
}
