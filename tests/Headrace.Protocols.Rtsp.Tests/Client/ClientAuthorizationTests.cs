using System.Text;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Authentication;
using Headrace.Protocols.Rtsp.Client;

namespace Headrace.Protocols.Rtsp.Tests.Client;

/// <summary>A client before a server that wants to know who it is.</summary>
public class ClientAuthorizationTests
{
    private readonly ScriptedCamera _camera = new();
    private ServerAuthentication _guard = new("cam", [.. new byte[ServerNonce.KeyLength]]) { NonceLifetime = TimeSpan.FromMinutes(5) };
    private int _challenges;

    [Fact]
    public void ChallengeIsAnsweredOnceAndEveryRequestBehindItIsAuthorised()
    {
        TestClient client = new TestClient(Guarded).Run();
        Assert.Equal(RtspClientState.Playing, client.Session.State);
        Assert.Equal(1, _challenges);
        Assert.Equal(["OPTIONS", "OPTIONS", "DESCRIBE", "SETUP", "SETUP", "PLAY"], client.Sent.Select(request => request.MethodToken));
    }

    [Fact]
    public void PlainPasswordsAreSentToWhoAsksForThem()
    {
        _guard = _guard with { Algorithms = [], AllowsBasic = true };
        TestClient client = new TestClient(Guarded).Run();
        Assert.Equal("Basic YWRtaW46c2VjcmV0", client.Sent[^1].Headers.Get("Authorization"));
    }

    [Fact]
    public void NothingIsSentToWhoDoesNotAsk()
    {
        TestClient client = new TestClient(_camera.Talk).Run();
        Assert.All(client.Sent, request => Assert.False(request.Headers.Contains("Authorization")));
        Assert.All(client.Sent, request => Assert.DoesNotContain("secret", request.Uri, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rtsp://admin:wrong@camera/live/cam", "the server does not accept the user name or the password (user admin); look at them in the URL")]
    [InlineData("rtsp://camera/live/cam", "the server wants a user name and a password, and none are configured; write NAME:PASSWORD@ before the host in the URL")]
    public void WrongAndMissingCredentialsEndItAtOnce(string url, string text)
    {
        TestClient client = new TestClient(Guarded, url).Run();
        Assert.Equal((RtspClientEndReason.Unauthorized, text), (client.End.Reason, client.End.Text));
        Assert.True(client.Sent.Count <= 2);
    }

    [Fact]
    public void NonceThatHasBecomeOldIsReplacedWhileMediaFlows()
    {
        TestClient client = new TestClient(Guarded).Run();
        client.RunUntil(client.Now + TimeSpan.FromMinutes(30));
        Assert.Equal(RtspClientState.Playing, client.Session.State);
        Assert.InRange(_challenges, 5, 7);
    }

    [Fact]
    public void NonceThatChangesWithEveryRequestIsAnsweredEachTime()
    {
        // A camera that takes a nonce once, and says nothing of stale.
        HashSet<string> used = [];
        TestClient client = new TestClient((bytes, now) => Guard(bytes, now, answer => used.Add(((DigestAnswer)answer).Nonce))).Run();
        Assert.Equal(RtspClientState.Playing, client.Session.State);
        Assert.Equal(5, _challenges);
    }

    [Fact]
    public void ServerThatIsNeverContentIsLeft()
    {
        TestClient client = new TestClient((bytes, now) => Guard(bytes, now, _ => false, isStale: true)).Run();
        Assert.Equal(RtspClientEndReason.Unauthorized, client.End.Reason);
        Assert.Equal(3, client.Sent.Count);
    }

    [Fact]
    public void UnknownWaysOfAuthenticationAreSaid()
    {
        TestClient client = new TestClient(new ScriptedCamera().Always("OPTIONS", "RTSP/1.0 401 Unauthorized\nCSeq: {cseq}\nWWW-Authenticate: Negotiate\n\n").Talk).Run();
        Assert.Equal("the server wants an authentication that is not known here", client.End.Text);
    }

    private byte[] Guarded(byte[] requests, MonotonicTime now) => Guard(requests, now, _ => true);

    private byte[] Guard(byte[] requests, MonotonicTime now, Func<AuthenticationAnswer, bool> isFresh, bool isStale = false)
    {
        RtspRequest request = ReadOne(requests);
        ServerVerdict verdict = ServerVerdict.Refused;
        if (AuthenticationAnswer.TryParse(request.Headers.Get("Authorization"), out AuthenticationAnswer? answer))
        {
            verdict = _guard.Verify(answer, "secret", request.MethodToken, request.Uri, now);
            if (verdict == ServerVerdict.Accepted && isFresh(answer)) return _camera.Talk(requests, now);
        }

        _challenges++;
        StringBuilder text = new($"RTSP/1.0 401 Unauthorized\nCSeq: {request.CSeq}\n");
        // Each at another instant, so that no two nonces are the same.
        foreach (AuthenticationChallenge challenge in _guard.Challenge(new MonotonicTime(now.Nanoseconds + _challenges), isStale || verdict == ServerVerdict.Stale)) text.Append("WWW-Authenticate: ").Append(challenge).Append('\n');
        return Elements.Bytes(text.Append('\n').ToString());
    }

    private static RtspRequest ReadOne(byte[] bytes)
    {
        System.Buffers.SequenceReader<byte> reader = new(new System.Buffers.ReadOnlySequence<byte>(bytes));
        Assert.True(new RtspParser(new InterleavedChannels()).TryRead(ref reader, out RtspElement element));
        return element.Request;
    }
}
