using System.Collections.Immutable;
using System.Text;
using Headrace.Protocols.Rtsp.Authentication;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtsp.Tests.Authentication;

public class AuthenticationChallengeTests
{
    public static readonly TheoryData<string, string, string> Challenges = new()
    {
        { "one digest", "Digest realm=\"IPCAM\", nonce=\"5d1b\"", "Digest realm=\"IPCAM\", nonce=\"5d1b\"" },
        { "basic", "Basic realm=\"AXIS_ACCC8E\"", "Basic realm=\"AXIS_ACCC8E\"" },
        { "two in one header", "Digest realm=\"a\", nonce=\"b\", stale=FALSE, Basic realm=\"a\"", "Digest realm=\"a\", nonce=\"b\"|Basic realm=\"a\"" },
        { "no quotes", "Digest realm=cam, nonce=12ab, algorithm=MD5", "Digest realm=\"cam\", nonce=\"12ab\"" },
        { "white space around equals signs", "digest  realm = \"cam\" ,nonce=\t\"12ab\"", "Digest realm=\"cam\", nonce=\"12ab\"" },
        { "comma and escaped quote in the realm", "Digest realm=\"a, \\\"b\\\" c\", nonce=\"n\"", "Digest realm=\"a, \\\"b\\\" c\", nonce=\"n\"" },
        { "several protections", "Digest realm=\"a\", nonce=\"b\", qop=\"auth-int, auth\"", "Digest realm=\"a\", nonce=\"b\", qop=\"auth\"" },
        { "stale in quotes", "Digest realm=\"a\", nonce=\"b\", stale=\"true\"", "Digest realm=\"a\", nonce=\"b\", stale=TRUE" },
        { "strong hash", "Digest realm=\"a\", nonce=\"b\", algorithm=SHA-256, qop=\"auth\"", "Digest realm=\"a\", nonce=\"b\", algorithm=SHA-256, qop=\"auth\"" },
        { "session hash, opaque", "Digest realm=\"a\", nonce=\"b\", opaque=\"o\", algorithm=\"md5-SESS\"", "Digest realm=\"a\", nonce=\"b\", opaque=\"o\", algorithm=MD5-sess" },
        { "empty opaque at the end", "Digest realm=\"a\", nonce=\"b\", opaque=", "Digest realm=\"a\", nonce=\"b\", opaque=\"\"" },
        { "empty realm", "Basic realm=\"\"", "Basic realm=\"\"" },
        { "quote left open", "Digest nonce=\"b\", realm=\"a", "Digest realm=\"a\", nonce=\"b\"" },
        { "unknown hash", "Digest realm=\"a\", nonce=\"b\", algorithm=SHA-512-256", "" },
        { "body protection alone", "Digest realm=\"a\", nonce=\"b\", qop=\"auth-int\"", "" },
        { "no nonce", "Digest realm=\"a\"", "" },
        { "other schemes", "Negotiate YII==, NTLM, Basic realm=\"a\"", "Basic realm=\"a\"" },
        { "nothing", "", "" },
        { "equals signs", "====", "" },
    };

    [Theory]
    [MemberData(nameof(Challenges))]
    public void ChallengesAreReadAsServersWriteThem(string name, string header, string expected)
    {
        Assert.NotEmpty(name);
        Assert.Equal(expected, string.Join('|', Read(header)));
    }

    [Fact]
    public void EveryHeaderOfAResponseIsRead()
    {
        RtspHeaders headers = new();
        headers.Add("WWW-Authenticate", "Digest realm=\"a\", nonce=\"1\", algorithm=SHA-256");
        headers.Add("www-authenticate", "Digest realm=\"a\", nonce=\"2\"");
        Assert.Equal(["1", "2"], AuthenticationChallenge.ReadAll(headers).Select(challenge => challenge.Nonce));
    }

    [Fact]
    public void NumberOfChallengesIsBounded() =>
        Assert.Equal(AuthenticationChallenge.MaxChallenges, Read(string.Join(", ", Enumerable.Repeat("Basic realm=\"a\"", 30))).Length);

    [Fact]
    public void AnythingIsReadWithoutAThrowAndWhatIsReadIsWrittenAndReadAgain() => Fuzz.Run(
        Challenges.Select(row => Encoding.UTF8.GetBytes(row.Data.Item2)),
        bytes =>
        {
            RtspHeaders headers = new();
            headers.Add("WWW-Authenticate", Encoding.UTF8.GetString(bytes));
            foreach (AuthenticationChallenge challenge in AuthenticationChallenge.ReadAll(headers)) Assert.Equal([challenge], Read(challenge.ToString()));
        });

    [Fact]
    public void AnyAnswerIsReadWithoutAThrowAndWhatIsReadIsWrittenAndReadAgain() => Fuzz.Run(
        [
            "Digest username=\"admin\", realm=\"IPCAM\", nonce=\"5d1b\", uri=\"rtsp://h/cam\", response=\"0123\""u8.ToArray(),
            "Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"/cam\", response=\"0\", algorithm=SHA-256, qop=auth, nc=00000001, cnonce=\"c\", opaque=\"o\""u8.ToArray(),
            "Basic YWRtaW46MTIzNDU="u8.ToArray(),
        ],
        bytes =>
        {
            if (!AuthenticationAnswer.TryParse(Encoding.UTF8.GetString(bytes), out AuthenticationAnswer? answer)) return;
            string written = answer is BasicAnswer basic ? basic.ToHeader() : answer.ToString();
            Assert.True(AuthenticationAnswer.TryParse(written, out AuthenticationAnswer? again));
            Assert.Equal(answer, again);
        });

    private static ImmutableArray<AuthenticationChallenge> Read(string header)
    {
        RtspHeaders headers = new();
        headers.Add("WWW-Authenticate", header);
        return AuthenticationChallenge.ReadAll(headers);
    }
}
