using System.Collections.Immutable;
using System.Globalization;

namespace Headrace.Protocols.Rtsp.Authentication;

/// <summary>
/// How a client answers one challenge, request by request. A value: <see cref="Authorize"/> gives the header and the value for the next
/// request, which has counted the nonce's use. A new challenge makes a new value.
/// </summary>
public sealed record ClientAuthorization
{
    private ClientAuthorization(Credentials credentials, AuthenticationChallenge challenge, string clientNonce)
    {
        Credentials = credentials;
        Challenge = challenge;
        ClientNonce = clientNonce;
    }

    /// <summary>The challenge that is answered.</summary>
    public AuthenticationChallenge Challenge { get; }

    /// <summary>How many requests were authorised with the challenge's nonce.</summary>
    public uint Uses { get; private init; }

    private Credentials Credentials { get; }

    private string ClientNonce { get; }

    /// <summary>Answers the strongest of a response's challenges; null if none of them can be.</summary>
    /// <param name="credentials">Who asks.</param>
    /// <param name="challenges">What the server offers.</param>
    /// <param name="clientNonce">Random hexadecimal digits of the caller's; the same for many challenges is good enough.</param>
    public static ClientAuthorization? Answer(Credentials credentials, ImmutableArray<AuthenticationChallenge> challenges, string clientNonce)
    {
        AuthenticationChallenge? best = null;
        foreach (AuthenticationChallenge challenge in challenges)
        {
            if (best is null || (challenge.Scheme, challenge.Algorithm).CompareTo((best.Scheme, best.Algorithm)) > 0) best = challenge;
        }

        return best is null ? null : new ClientAuthorization(credentials, best, clientNonce);
    }

    /// <summary>Makes the <c>Authorization</c> header of a request.</summary>
    /// <param name="method">The request's method token.</param>
    /// <param name="uri">The request's URI as it is written.</param>
    /// <param name="next">The value for the next request.</param>
    public string Authorize(string method, string uri, out ClientAuthorization next)
    {
        next = this with { Uses = Uses + 1 };
        if (Challenge.Scheme == AuthenticationScheme.Basic) return new BasicAnswer(Credentials).ToHeader();
        bool needsClientNonce = Challenge.HasQop || Challenge.IsSession;
        DigestAnswer answer = new(Credentials.User, Challenge.Realm, Challenge.Nonce, uri)
        {
            Algorithm = Challenge.Algorithm,
            IsSession = Challenge.IsSession,
            HasQop = Challenge.HasQop,
            NonceCount = Challenge.HasQop ? next.Uses.ToString("x8", CultureInfo.InvariantCulture) : "",
            ClientNonce = needsClientNonce ? ClientNonce : "",
            Opaque = Challenge.Opaque,
        };
        string userHash = DigestHash.OfUser(Challenge.Algorithm, Credentials.User, Challenge.Realm, Credentials.Password);
        return (answer with { Response = DigestHash.OfRequest(answer, userHash, method) }).ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Challenge.Scheme} for {Credentials.User}";
}
