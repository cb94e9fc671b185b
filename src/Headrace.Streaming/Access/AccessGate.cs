using System.Net;
using System.Security.Cryptography;
using Headrace.Streaming.Limits;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Access;

/// <summary>
/// Where every protocol asks whether somebody may do what he wants. Wrong credentials are logged, at most a line a second, and limited by address.
/// The rules can be replaced while it works; who is in already has an <see cref="AccessGrant"/> to be judged by them. Thread-safe.
/// </summary>
public sealed class AccessGate
{
    private readonly Func<string, bool> _isAccessToken;
    private readonly ILogger _logger;
    private readonly LoginThrottle _throttle;
    private readonly LineThrottle _lines;
    private readonly LineThrottle _forbidden;
    private volatile AccessRules _rules;
    private long _failures;

    /// <summary>A gate.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="isAccessToken">Whether a text is the token that allows everything.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Log.</param>
    public AccessGate(AccessRules rules, Func<string, bool> isAccessToken, TimeProvider clock, ILogger logger)
    {
        _rules = rules;
        _isAccessToken = isAccessToken;
        _lines = new LineThrottle(clock);
        _forbidden = new LineThrottle(clock);
        _logger = logger;
        _throttle = new LoginThrottle(clock);
    }

    /// <summary>The rules that hold.</summary>
    public AccessRules Rules
    {
        get => _rules;
        set => _rules = value;
    }

    /// <summary>Wrong credentials since the start.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>A token by which this process publishes to itself; a new one each start.</summary>
    public string OwnToken { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Judges a wish; see <see cref="AccessRules.Judge"/>.</summary>
    /// <param name="action">What is wanted.</param>
    /// <param name="stream">The stream that it is wanted with; empty where it concerns none.</param>
    /// <param name="peer">Where the wish comes from.</param>
    /// <param name="proof">Who wants it; null for nobody in particular.</param>
    public AccessVerdict Judge(AccessAction action, string stream, IPAddress peer, AccessProof? proof) => Judge(action, stream, peer, proof, out _);

    /// <summary>The same, with what he is let in by; null for who is not.</summary>
    public AccessVerdict Judge(AccessAction action, string stream, IPAddress peer, AccessProof? proof, out AccessGrant? grant)
    {
        AccessRules rules = _rules;
        bool isHeard = proof is null || !_throttle.IsClosed(peer);
        if (!isHeard) proof = null;
        AccessVerdict verdict = rules.Judge(action, stream, peer, proof);
        grant = verdict == AccessVerdict.Allowed ? new AccessGrant(action, stream, peer, proof, rules) : null;
        if (!isHeard && grant is null) return AccessVerdict.TooManyAttempts;
        if (verdict == AccessVerdict.WrongCredentials) CountWrong(action, stream, peer, proof!.User);
        else if (verdict == AccessVerdict.Forbidden && proof is not null && _forbidden.Passes(out int others)) AccessLog.Forbidden(_logger, peer, proof.User, action, stream, others);
        return verdict;
    }

    /// <summary>Judges a wish by a token: the access token, or <c>user:password</c>.</summary>
    public AccessVerdict JudgeToken(AccessAction action, string stream, IPAddress peer, string token) => JudgeToken(action, stream, peer, token, out _);

    /// <summary>The same, with what he is let in by; null for who is not, and for the access token, which no rules concern.</summary>
    public AccessVerdict JudgeToken(AccessAction action, string stream, IPAddress peer, string token, out AccessGrant? grant)
    {
        grant = null;
        if (action == AccessAction.Publish && IsOwn(peer, token)) return AccessVerdict.Allowed;
        if (!_throttle.IsClosed(peer) && _isAccessToken(token)) return AccessVerdict.Allowed;
        int colon = token.IndexOf(':', StringComparison.Ordinal);
        return Judge(action, stream, peer, colon < 0 ? AccessProof.OfPassword("", token) : AccessProof.OfPassword(token[..colon], token[(colon + 1)..]), out grant);
    }

    /// <summary>True for the token by which this process publishes to itself.</summary>
    public bool IsOwn(IPAddress peer, string token) => IPAddress.IsLoopback(peer)
        && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(token), System.Text.Encoding.UTF8.GetBytes(OwnToken));

    private void CountWrong(AccessAction action, string stream, IPAddress peer, string user)
    {
        Interlocked.Increment(ref _failures);
        _throttle.CountWrong(peer);
        if (_lines.Passes(out int others)) AccessLog.WrongCredentials(_logger, peer, action, stream, user, others);
    }
}
