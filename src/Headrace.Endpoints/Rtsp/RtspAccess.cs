using System.Net;
using System.Security.Cryptography;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp;
using Headrace.Protocols.Rtsp.Authentication;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Access;
using Microsoft.AspNetCore.WebUtilities;

namespace Headrace.Endpoints.Rtsp;

/// <summary>
/// Asks whether an RTSP peer may publish or view: by Basic or Digest, or by <c>?token=</c>. The challenges stand in the order that clients manage: SHA-256, MD5, Basic;
/// ffmpeg takes the last digest, GStreamer the first that it knows. Where a password is known only by its hash, Basic alone is offered.
/// </summary>
internal sealed class RtspAccess(AccessGate gate)
{
    /// <summary>In a URL's query: which of its stream's inputs a program of ours publishes.</summary>
    internal const string Input = "input";

    private const string Token = "token";

    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(ServerNonce.KeyLength);

    private static readonly ServerAuthentication Both = new("Headrace", [.. Key]) { AllowsBasic = true };
    private static readonly ServerAuthentication BasicAlone = Both with { Algorithms = [] };

    /// <summary>The answer that refuses a request; null when it may go on, by a grant.</summary>
    public RtspResponse? Refusal(RtspServerEvent.StreamDecision decision, AccessAction action, IPAddress peer, MonotonicTime now, out AccessGrant? grant)
    {
        grant = null;
        ServerAuthentication authentication = gate.Rules.AllowDigest ? Both : BasicAlone;
        bool isStale = false;
        AccessVerdict verdict;
        if (ParameterOf(decision.Url, Token) is { } token)
        {
            verdict = gate.JudgeToken(action, decision.StreamName, peer, token, out grant);
        }
        else
        {
            Answered? proof = AuthenticationAnswer.TryParse(decision.Request.Headers.Get(RtspHeaderNames.Authorization), out AuthenticationAnswer? answer)
                ? new Answered(authentication, answer, decision.Request, now) : null;
            verdict = proof is { Nonce: ServerNonceState.Stale } ? AccessVerdict.CredentialsNeeded : gate.Judge(action, decision.StreamName, peer, proof, out grant);
            isStale = proof is { Nonce: ServerNonceState.Stale };
        }

        return verdict switch
        {
            AccessVerdict.Allowed => null,
            AccessVerdict.Forbidden or AccessVerdict.TooManyAttempts => new RtspResponse(RtspStatus.Forbidden),
            _ => Challenge(authentication, now, isStale),
        };
    }

    /// <summary>Which input of a stream's own a program of ours publishes: who has our own token says so.</summary>
    public string? InputOf(RtspUrl url, IPAddress peer) => ParameterOf(url, Token) is { } token && gate.IsOwn(peer, token) ? ParameterOf(url, Input) : null;

    private static RtspResponse Challenge(ServerAuthentication authentication, MonotonicTime now, bool isStale)
    {
        RtspResponse response = new(RtspStatus.Unauthorized);
        foreach (AuthenticationChallenge challenge in authentication.Challenge(now, isStale)) response.Headers.Add(RtspHeaderNames.WwwAuthenticate, challenge.ToString());
        return response;
    }

    private static string? ParameterOf(RtspUrl url, string name) => url.Query.Length == 0 ? null : QueryHelpers.ParseQuery(url.Query).TryGetValue(name, out var values) ? values[0] : null;

    private sealed class Answered(ServerAuthentication authentication, AuthenticationAnswer answer, RtspRequest request, MonotonicTime now) : AccessProof
    {
        public override string User => answer.User;

        public ServerNonceState Nonce => answer is DigestAnswer digest ? ServerNonce.Check(authentication.Key.AsSpan(), digest.Nonce, now, authentication.NonceLifetime) : ServerNonceState.Fresh;

        public override bool Proves(Secret password) => answer is BasicAnswer basic
            ? authentication.AllowsBasic && password.Matches(basic.Credentials.Password)
            : password.IsPlain && authentication.Verify(answer, password.Plain, request.MethodToken, request.Uri, now) == ServerVerdict.Accepted;
    }
}
