using System.Net;
using Headrace.Protocols.Rtmp.Server;
using Headrace.Streaming.Access;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Rtmp;

/// <summary>Judges a wish by what is known: the address, the rules, the streams at a glance. Thread-safe.</summary>
internal sealed class RtmpJudge(AccessGate? access, StreamRegistry streams)
{
    /// <summary>Judges who wants to publish or to play.</summary>
    /// <param name="address">What.</param>
    /// <param name="action">Which of the two.</param>
    /// <param name="peer">From where.</param>
    /// <param name="grant">What he is let in by, or null.</param>
    /// <returns>Null where he may; else why not.</returns>
    public RtmpVerdict? Judge(RtmpStreamAddress address, AccessAction action, IPAddress peer, out AccessGrant? grant)
    {
        if (JudgeAccess(address, action, peer, out grant) is { } refused) return refused;
        if (!StreamName.TryParse(address.Name, out _, out string? problem)) return new RtmpVerdict(action == AccessAction.Publish ? RtmpRefusal.BadName : RtmpRefusal.NotFound, problem);
        if (action != AccessAction.Publish || InputOf(address, peer) is not null || !streams.GlanceAt(address.Name).IsTaken) return null;
        return new RtmpVerdict(RtmpRefusal.BadName, PublishRefusal.Taken.ToAdvice());
    }

    /// <summary>Which input of a stream's own a program of ours publishes: who has our own token says so.</summary>
    public string? InputOf(RtmpStreamAddress address, IPAddress peer) => address.Token is { } token && access?.IsOwn(peer, token) == true ? address.Input : null;

    private RtmpVerdict? JudgeAccess(RtmpStreamAddress address, AccessAction action, IPAddress peer, out AccessGrant? grant)
    {
        grant = null;
        if (access is null) return null;
        AccessVerdict verdict = address.Token is { } token
            ? access.JudgeToken(action, address.Name, peer, token, out grant)
            : access.Judge(action, address.Name, peer, ProofOf(address), out grant);
        string? detail = verdict switch
        {
            AccessVerdict.Allowed => null,
            AccessVerdict.Forbidden => "the credentials do not allow it; auth.users says what they do",
            AccessVerdict.TooManyAttempts => "too many wrong credentials came from this address",
            AccessVerdict.CredentialsNeeded => "credentials are needed: ?user=NAME&pass=PASSWORD or ?token=TOKEN behind the key",
            _ => "the credentials are wrong; those that are right stand in auth.users",
        };
        return detail is null ? null : new RtmpVerdict(RtmpRefusal.Denied, detail);
    }

    private static AccessProof? ProofOf(RtmpStreamAddress address)
    {
        if (address.Answer is { } answer) return new SignedIn(answer);
        if (address.User is { } user) return AccessProof.OfPassword(user, address.Password ?? "");
        return address.Password is { } alone ? AccessProof.OfPassword("", alone) : null;
    }

    /// <summary>A response to a challenge: only against a password in plain text can it be checked.</summary>
    private sealed class SignedIn(RtmpSignInAnswer answer) : AccessProof
    {
        public override string User => answer.User;

        public override bool Proves(Secret password) => password.IsPlain && answer.Proves(password.Plain);
    }
}
