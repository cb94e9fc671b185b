using System.Collections.Immutable;
using System.Net;

namespace Headrace.Streaming.Access;

/// <summary>Who may do what: immutable, replaced whole.</summary>
public sealed class AccessRules(ImmutableArray<AccessUser> users)
{
    private static readonly Secret Nobody = Secret.Of(Guid.NewGuid().ToString());

    /// <summary>Anybody may publish and view; nobody may use the API by these rules.</summary>
    public static AccessRules Open { get; } = new(
    [
        new AccessUser
        {
            Permissions =
            [
                new AccessPermission { Action = AccessAction.Publish }, new AccessPermission { Action = AccessAction.Read }, new AccessPermission { Action = AccessAction.Playback },
            ],
        },
    ]);

    /// <summary>True when every password is known in plain text, so that digests can be checked.</summary>
    public bool AllowDigest { get; } = users.All(user => user.Password.IsPlain);

    /// <summary>Judges. All users are looked at, and a name that does not exist takes as long as one that does.</summary>
    /// <param name="action">What is wanted.</param>
    /// <param name="stream">The stream that it is wanted with; empty where it concerns none.</param>
    /// <param name="peer">Where the wish comes from.</param>
    /// <param name="proof">Who wants it; null for nobody in particular.</param>
    public AccessVerdict Judge(AccessAction action, string stream, IPAddress peer, AccessProof? proof)
    {
        if (users.Any(user => user.IsAnybody && user.May(action, stream, peer))) return AccessVerdict.Allowed;
        if (proof is null) return AccessVerdict.CredentialsNeeded;
        bool isKnown = false;
        bool isAllowed = false;
        int named = 0;
        foreach (AccessUser user in users)
        {
            if (user.IsAnybody || user.Name != proof.User) continue;
            named++;
            if (!proof.Proves(user.Password)) continue;
            isKnown = true;
            isAllowed |= user.May(action, stream, peer);
        }

        if (named == 0) proof.Proves(Nobody);
        if (isAllowed) return AccessVerdict.Allowed;
        return isKnown ? AccessVerdict.Forbidden : AccessVerdict.WrongCredentials;
    }
}
