using System.Net;
using Headrace.Streaming.Access;
using Headrace.Streaming.Sessions;
using Headrace.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Streaming.Tests.Access;

public sealed class AccessRulesTests
{
    private static readonly IPAddress Here = IPAddress.Loopback;
    private static readonly IPAddress There = IPAddress.Parse("203.0.113.9");

    private static readonly AccessRules Rules = new(
    [
        new AccessUser { Permissions = [May(AccessAction.Read, "~^public/")] },
        new AccessUser { Name = "ann", Password = Secret.Of("secret"), Permissions = [May(AccessAction.Publish, "cam1"), May(AccessAction.Read)] },
        new AccessUser { Name = "bob", Password = Parse("sha256:K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols="), Networks = [Networks("10.0.0.0/8")], Permissions = [May(AccessAction.Publish)] },
    ]);

    public static TheoryData<AccessAction, string, string, string, AccessVerdict> Cases { get; } = new()
    {
        { AccessAction.Read, "public/cam", "203.0.113.9", "", AccessVerdict.Allowed },
        { AccessAction.Read, "public/cam", "203.0.113.9", "nobody:x", AccessVerdict.Allowed },
        { AccessAction.Read, "notpublic/cam", "203.0.113.9", "", AccessVerdict.CredentialsNeeded },
        { AccessAction.Read, "cam1", "203.0.113.9", "ann:secret", AccessVerdict.Allowed },
        { AccessAction.Read, "cam1", "203.0.113.9", "ann:Secret", AccessVerdict.WrongCredentials },
        { AccessAction.Read, "cam1", "203.0.113.9", "ann:", AccessVerdict.WrongCredentials },
        { AccessAction.Read, "cam1", "203.0.113.9", "any:", AccessVerdict.WrongCredentials },
        { AccessAction.Read, "cam1", "203.0.113.9", "Ann:secret", AccessVerdict.WrongCredentials },
        { AccessAction.Publish, "cam1", "203.0.113.9", "ann:secret", AccessVerdict.Allowed },
        { AccessAction.Publish, "cam10", "203.0.113.9", "ann:secret", AccessVerdict.Forbidden },
        { AccessAction.Publish, "public/cam", "203.0.113.9", "", AccessVerdict.CredentialsNeeded },
        { AccessAction.Publish, "cam9", "10.1.2.3", "bob:secret", AccessVerdict.Allowed },
        { AccessAction.Publish, "cam9", "::ffff:10.1.2.3", "bob:secret", AccessVerdict.Allowed },
        { AccessAction.Publish, "cam9", "203.0.113.9", "bob:secret", AccessVerdict.Forbidden },
        { AccessAction.Publish, "cam9", "10.1.2.3", "bob:sha256:K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=", AccessVerdict.WrongCredentials },
        { AccessAction.Api, "", "127.0.0.1", "ann:secret", AccessVerdict.Forbidden },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void OnlyWhoIsNamedMay(AccessAction action, string stream, string peer, string credentials, AccessVerdict verdict) =>
        Assert.Equal(verdict, Rules.Judge(action, stream, IPAddress.Parse(peer), Proof(credentials)));

    [Fact]
    public void WithoutUsersAnybodyPublishesAndViewsAndNobodyUsesTheApi()
    {
        Assert.Equal(AccessVerdict.Allowed, AccessRules.Open.Judge(AccessAction.Publish, "x", There, null));
        Assert.Equal(AccessVerdict.Allowed, AccessRules.Open.Judge(AccessAction.Read, "x", There, Proof("a:b")));
        Assert.Equal(AccessVerdict.CredentialsNeeded, AccessRules.Open.Judge(AccessAction.Api, "", Here, null));
        Assert.True(AccessRules.Open.AllowDigest);
        Assert.False(Rules.AllowDigest);
    }

    [Theory]
    [InlineData("sha256:xyz")]
    [InlineData("sha256:")]
    [InlineData("sha256:K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/U=")]
    [InlineData("argon2:$argon2id$v=19$m=4096,t=3,p=1$x$y")]
    public void HashThatIsNoneIsNoPassword(string text) => Assert.False(Secret.TryParse(text, out _));

    [Theory]
    [InlineData("~(")]
    [InlineData("~(?=x)y")]
    [InlineData("~(a)\\1")]
    public void ExpressionThatCouldRunLongIsNone(string text) => Assert.False(StreamPattern.TryParse(text, out _));

    [Fact]
    public void SecretIsShownNowhere()
    {
        AccessUser user = new() { Name = "ann", Password = Secret.Of("secret") };
        Assert.DoesNotContain("secret", $"{user} {user.Password}", StringComparison.Ordinal);
    }

    [Fact]
    public void WrongCredentialsAreLimitedByAddressAndRightOnesOfOthersAreNot()
    {
        VirtualTime clock = new();
        AccessGate gate = new(Rules, token => token == "the token", clock, NullLogger.Instance);
        for (int i = 0; i < LoginThrottle.Burst; i++) Assert.Equal(AccessVerdict.WrongCredentials, gate.Judge(AccessAction.Read, "cam1", There, Proof("ann:x")));
        Assert.Equal(AccessVerdict.WrongCredentials, gate.Judge(AccessAction.Read, "cam1", There, Proof("ann:x")));
        Assert.Equal(AccessVerdict.TooManyAttempts, gate.Judge(AccessAction.Read, "cam1", There, Proof("ann:secret")));
        Assert.Equal(AccessVerdict.TooManyAttempts, gate.JudgeToken(AccessAction.Read, "cam1", There, "the token"));
        Assert.Equal(AccessVerdict.Allowed, gate.Judge(AccessAction.Read, "public/x", There, Proof("ann:secret")));
        Assert.Equal(AccessVerdict.CredentialsNeeded, gate.Judge(AccessAction.Read, "cam1", There, null));
        Assert.Equal(AccessVerdict.Allowed, gate.Judge(AccessAction.Read, "cam1", Here, Proof("ann:secret")));
        clock.Advance(LoginThrottle.Pause);
        Assert.Equal(AccessVerdict.Allowed, gate.Judge(AccessAction.Read, "cam1", There, Proof("ann:secret")));
    }

    [Theory]
    [InlineData("the token", AccessVerdict.Allowed)]
    [InlineData("ann:secret", AccessVerdict.Allowed)]
    [InlineData("the token ", AccessVerdict.WrongCredentials)]
    [InlineData("ann:x", AccessVerdict.WrongCredentials)]
    [InlineData(":", AccessVerdict.WrongCredentials)]
    public void TokenIsTheAccessTokenOrAUsersNameAndPassword(string token, AccessVerdict verdict) =>
        Assert.Equal(verdict, new AccessGate(Rules, text => text == "the token", TimeProvider.System, NullLogger.Instance).JudgeToken(AccessAction.Read, "cam1", There, token));

    [Fact]
    public void OwnTokenPublishesFromThisMachineOnly()
    {
        AccessGate gate = new(new AccessRules([]), _ => false, TimeProvider.System, NullLogger.Instance);
        Assert.Equal(AccessVerdict.Allowed, gate.JudgeToken(AccessAction.Publish, "x", Here, gate.OwnToken));
        Assert.NotEqual(AccessVerdict.Allowed, gate.JudgeToken(AccessAction.Publish, "x", There, gate.OwnToken));
        Assert.NotEqual(AccessVerdict.Allowed, gate.JudgeToken(AccessAction.Api, "", Here, gate.OwnToken));
    }

    [Fact]
    public void SessionsEndThatNewRulesDoNotAllow()
    {
        AccessGate gate = new(Rules, token => token == "the token", TimeProvider.System, NullLogger.Instance);
        gate.Judge(AccessAction.Read, "cam1", There, Proof("ann:secret"), out AccessGrant? ann);
        gate.Judge(AccessAction.Read, "public/x", There, null, out AccessGrant? anybody);
        gate.Judge(AccessAction.Read, "cam1", There, Proof("ann:x"), out AccessGrant? nobody);
        gate.JudgeToken(AccessAction.Read, "cam1", There, "the token", out AccessGrant? token);
        Assert.NotNull(ann);
        Assert.NotNull(anybody);
        Assert.Null(nobody);
        Assert.Null(token);
        AccessGrant?[] grants = [ann, anybody, token];
        TestSession[] sessions = [.. grants.Select(_ => new TestSession())];
        SessionRegistry registry = new();
        foreach ((TestSession session, AccessGrant? grant) in sessions.Zip(grants))
        {
            session.Admit(grant);
            registry.Add(session);
        }

        registry.EndUnallowed(Rules);
        registry.EndUnallowed(new AccessRules([new AccessUser { Permissions = [May(AccessAction.Read)] }]));
        Assert.Equal([null, null, null], sessions.Select(session => session.EndReason));
        registry.EndUnallowed(new AccessRules([new AccessUser { Name = "ann", Password = Secret.Of("secret"), Permissions = [May(AccessAction.Read)] }]));
        Assert.Equal([null, SessionEndReason.AccessRevoked, null], sessions.Select(session => session.EndReason));
        registry.EndUnallowed(new AccessRules([new AccessUser { Name = "ann", Password = Secret.Of("changed"), Permissions = [May(AccessAction.Read)] }]));
        Assert.Equal([SessionEndReason.AccessRevoked, SessionEndReason.AccessRevoked, null], sessions.Select(session => session.EndReason));
    }

    private static AccessPermission May(AccessAction action, string path = "") => new() { Action = action, Path = StreamPattern.TryParse(path, out StreamPattern? pattern) ? pattern : throw new ArgumentException(path) };

    private static Secret Parse(string text) => Secret.TryParse(text, out Secret? secret) ? secret : throw new ArgumentException(text);

    private static NetworkSet Networks(string text) => NetworkSet.TryParse(text, out NetworkSet? set) ? set : throw new ArgumentException(text);

    private static AccessProof? Proof(string text) => text.Length == 0 ? null : AccessProof.OfPassword(text.Split(':', 2)[0], text.Split(':', 2)[1]);
}
