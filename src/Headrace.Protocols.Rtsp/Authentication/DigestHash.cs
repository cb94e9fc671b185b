namespace Headrace.Protocols.Rtsp.Authentication;

/// <summary>The computation of a digest, the same for who answers and for who verifies (RFC 7616, 3.4).</summary>
internal static class DigestHash
{
    /// <summary>
    /// What stands for the user's password (RFC 7616, 3.4.2: A1): a server may keep this in place of the password. It holds for one realm and
    /// one algorithm.
    /// </summary>
    public static string OfUser(DigestAlgorithm algorithm, string user, string realm, string password) => algorithm.Hash($"{user}:{realm}:{password}");

    /// <summary>The response to a challenge, for the values that the answer names.</summary>
    /// <param name="answer">The answer; its <see cref="DigestAnswer.Response"/> is not looked at.</param>
    /// <param name="userHash"><see cref="OfUser"/> of the same algorithm.</param>
    /// <param name="method">The request's method token.</param>
    public static string OfRequest(DigestAnswer answer, string userHash, string method)
    {
        DigestAlgorithm algorithm = answer.Algorithm;
        string secret = answer.IsSession ? algorithm.Hash($"{userHash}:{answer.Nonce}:{answer.ClientNonce}") : userHash;
        string request = algorithm.Hash($"{method}:{answer.Uri}");
        // RFC 2069 knows no qop: most cameras.
        return answer.HasQop
            ? algorithm.Hash($"{secret}:{answer.Nonce}:{answer.NonceCount}:{answer.ClientNonce}:auth:{request}")
            : algorithm.Hash($"{secret}:{answer.Nonce}:{request}");
    }
}
