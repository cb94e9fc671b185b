using System.Collections.Immutable;
using Headrace.Media.Timing;

namespace Headrace.Protocols.Rtsp.Authentication;

/// <summary>
/// What a server asks of its clients, and whether an answer is good. Immutable: nonces need no memory (<see cref="ServerNonce"/>). A nonce may be
/// used many times while it lives, since RTSP clients keep one for a session.
/// </summary>
public sealed record ServerAuthentication(string Realm, ImmutableArray<byte> Key)
{
    /// <summary>The hashes offered, in the order of the challenges; empty for none. Clients that know one alone take the last or the first that they see.</summary>
    public ImmutableArray<DigestAlgorithm> Algorithms { get; init; } = [DigestAlgorithm.Sha256, DigestAlgorithm.Md5];

    /// <summary>True where passwords in plain text are accepted too.</summary>
    public bool AllowsBasic { get; init; }

    /// <summary>How long a nonce is good.</summary>
    public TimeSpan NonceLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The challenges of a 401, a <c>WWW-Authenticate</c> header each.</summary>
    /// <param name="now">The present instant.</param>
    /// <param name="isStale">True after an answer whose nonce was <see cref="ServerNonceState.Stale"/>.</param>
    public ImmutableArray<AuthenticationChallenge> Challenge(MonotonicTime now, bool isStale = false)
    {
        string nonce = Algorithms.IsEmpty ? "" : ServerNonce.Create(Key.AsSpan(), now);
        IEnumerable<AuthenticationChallenge> challenges = Algorithms.Select(algorithm => new AuthenticationChallenge(AuthenticationScheme.Digest, Realm)
        {
            Nonce = nonce, Algorithm = algorithm, HasQop = true, IsStale = isStale,
        });
        return AllowsBasic ? [.. challenges, new AuthenticationChallenge(AuthenticationScheme.Basic, Realm)] : [.. challenges];
    }

    /// <summary>Judges an answer for a request, by the password of the user that it names.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="password">The password of <see cref="AuthenticationAnswer.User"/>.</param>
    /// <param name="method">The request's method token.</param>
    /// <param name="uri">The request's URI as it was written.</param>
    /// <param name="now">The present instant.</param>
    public ServerVerdict Verify(AuthenticationAnswer answer, string password, string method, string uri, MonotonicTime now)
    {
        if (answer is BasicAnswer basic) return AllowsBasic && basic.Verify(password) ? ServerVerdict.Accepted : ServerVerdict.Refused;
        if (answer is not DigestAnswer digest || digest.Realm != Realm || !Algorithms.Contains(digest.Algorithm) || !digest.IsFor(uri)) return ServerVerdict.Refused;
        ServerNonceState nonce = ServerNonce.Check(Key.AsSpan(), digest.Nonce, now, NonceLifetime);
        string userHash = DigestHash.OfUser(digest.Algorithm, digest.User, Realm, password);
        if (nonce == ServerNonceState.Foreign || !digest.Verify(userHash, method)) return ServerVerdict.Refused;
        return nonce == ServerNonceState.Stale ? ServerVerdict.Stale : ServerVerdict.Accepted;
    }
}
