using System.Collections.Immutable;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Authentication;

namespace Headrace.Protocols.Rtsp.Tests.Authentication;

/// <summary>The client's answers before the server's judgement.</summary>
public class ClientAndServerTests
{
    private const string Url = "rtsp://h/live/cam";
    private static readonly Credentials Admin = new("admin", "geheim: \"quoted\", ü");
    private static readonly MonotonicTime Now = new(5_000_000_000_000);
    private static readonly ServerAuthentication Server = new("Headrace", [.. Enumerable.Range(0, ServerNonce.KeyLength).Select(i => (byte)i)]) { AllowsBasic = true };

    public static TheoryData<DigestAlgorithm[], bool> Offers => new()
    {
        { [], true },
        { [DigestAlgorithm.Md5], false },
        { [DigestAlgorithm.Sha256], false },
        { [DigestAlgorithm.Md5, DigestAlgorithm.Sha256], true },
    };

    [Theory]
    [MemberData(nameof(Offers))]
    public void RightPasswordIsAcceptedAndAnyOtherIsNot(DigestAlgorithm[] algorithms, bool allowsBasic)
    {
        ServerAuthentication server = Server with { Algorithms = [.. algorithms], AllowsBasic = allowsBasic };
        Assert.Equal(ServerVerdict.Accepted, Ask(server, Admin, "DESCRIBE", Url, Now));
        Assert.Equal(ServerVerdict.Refused, Ask(server, Admin with { Password = "geheim" }, "DESCRIBE", Url, Now));
    }

    [Fact]
    public void StrongestOfTheOffersIsAnswered()
    {
        ImmutableArray<AuthenticationChallenge> challenges = Server.Challenge(Now);
        Assert.Equal(3, challenges.Length);
        ClientAuthorization client = ClientAuthorization.Answer(Admin, [.. challenges.Reverse()], "c0ffee")!;
        Assert.Equal((AuthenticationScheme.Digest, DigestAlgorithm.Sha256), (client.Challenge.Scheme, client.Challenge.Algorithm));
        Assert.Null(ClientAuthorization.Answer(Admin, [], "c0ffee"));
    }

    [Fact]
    public void EachUseOfANonceIsCounted()
    {
        ClientAuthorization client = ClientAuthorization.Answer(Admin, Server.Challenge(Now), "c0ffee")!;
        string first = client.Authorize("SETUP", Url, out client);
        string second = client.Authorize("SETUP", Url, out client);
        Assert.Contains("nc=00000001", first, StringComparison.Ordinal);
        Assert.Contains("nc=00000002", second, StringComparison.Ordinal);
        Assert.Equal(2u, client.Uses);
        Assert.Equal(ServerVerdict.Accepted, Judge(Server, second, "SETUP", Url, Now));
    }

    [Fact]
    public void OldNonceIsStaleForWhoKnowsThePasswordOnly()
    {
        ClientAuthorization client = ClientAuthorization.Answer(Admin, Server.Challenge(Now), "c0ffee")!;
        ClientAuthorization guess = ClientAuthorization.Answer(Admin with { Password = "x" }, Server.Challenge(Now), "c0ffee")!;
        MonotonicTime later = Now + Server.NonceLifetime + TimeSpan.FromSeconds(1);
        Assert.Equal(ServerVerdict.Stale, Judge(Server, client.Authorize("PLAY", Url, out _), "PLAY", Url, later));
        Assert.Equal(ServerVerdict.Refused, Judge(Server, guess.Authorize("PLAY", Url, out _), "PLAY", Url, later));
        Assert.All(Server.Challenge(later, isStale: true).Where(challenge => challenge.Scheme == AuthenticationScheme.Digest), challenge => Assert.True(challenge.IsStale));
    }

    [Fact]
    public void NonceOfAnotherProcessIsForeign()
    {
        ServerAuthentication other = Server with { Key = [.. new byte[ServerNonce.KeyLength]] };
        ClientAuthorization client = ClientAuthorization.Answer(Admin, other.Challenge(Now), "c0ffee")!;
        Assert.Equal(ServerVerdict.Refused, Judge(Server, client.Authorize("PLAY", Url, out _), "PLAY", Url, Now));
        foreach (string nonce in new[] { "", "zz", new string('z', 48), new string('0', 48), ServerNonce.Create(other.Key.AsSpan(), Now) })
            Assert.Equal(ServerNonceState.Foreign, ServerNonce.Check(Server.Key.AsSpan(), nonce, Now, Server.NonceLifetime));
    }

    [Theory]
    [InlineData("rtsp://h/live/cam", "rtsp://h/live/cam/", true)]
    [InlineData("rtsp://h/live/cam", "rtsp://h/live/cam/trackID=0", true)]
    [InlineData("rtsp://10.0.0.1:8554/live/cam", "rtsp://public.example/live/cam", true)]
    [InlineData("/live/cam", "rtsp://h/live/cam", true)]
    [InlineData("rtsp://h/live/cam?x=1", "rtsp://h/live/cam?x=1/trackID=0", true)]
    [InlineData("rtsp://h/live/cam", "rtsp://h/live/cam?x=1", true)]
    [InlineData("rtsp://h/live/cam", "rtsp://h/live/camera", false)]
    [InlineData("rtsp://h/live/cam", "rtsp://h/live", false)]
    [InlineData("rtsp://h/other", "rtsp://h/live/cam", false)]
    [InlineData("", "rtsp://h/live/cam", false)]
    [InlineData("rtsp://h", "rtsp://h/live/cam", false)]
    public void AnswerIsGoodForItsPresentationOnly(string hashed, string requested, bool isFor) =>
        Assert.Equal(isFor, new DigestAnswer("u", "r", "n", hashed).IsFor(requested));

    [Fact]
    public void PasswordsAreNotInTextsForLogs()
    {
        ClientAuthorization client = ClientAuthorization.Answer(Admin, Server.Challenge(Now), "c0ffee")!;
        foreach (string text in new[] { Admin.ToString(), client.ToString(), new BasicAnswer(Admin).ToString() }) Assert.DoesNotContain("geheim", text, StringComparison.Ordinal);
    }

    private static ServerVerdict Ask(ServerAuthentication server, Credentials credentials, string method, string url, MonotonicTime now)
    {
        RtspHeaders headers = new();
        foreach (AuthenticationChallenge challenge in server.Challenge(now)) headers.Add("WWW-Authenticate", challenge.ToString());
        ClientAuthorization client = ClientAuthorization.Answer(credentials, AuthenticationChallenge.ReadAll(headers), "c0ffee")!;
        return Judge(server, client.Authorize(method, url, out _), method, url, now);
    }

    private static ServerVerdict Judge(ServerAuthentication server, string header, string method, string url, MonotonicTime now)
    {
        Assert.True(AuthenticationAnswer.TryParse(header, out AuthenticationAnswer? answer));
        Assert.Equal(Admin.User, answer.User);
        return server.Verify(answer, Admin.Password, method, url, now);
    }
}
