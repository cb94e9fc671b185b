using System.Text;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Protocols.Rtmp.Server;
using Headrace.Protocols.Rtmp.SignIn;
using Headrace.Protocols.Rtmp.Tests.Client;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtmp.Tests.SignIn;

/// <summary>Servers ask for a user and a password, and clients answer by further connections.</summary>
public sealed class SignInTests
{
    private const string Url = "rtmp://ann:se-cret@host/live/cam";
    private const string AskName = "[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ";

    private static readonly RtmpServerSignIn Asks = new(new byte[32]);

    [Fact]
    public void AdobesAnswerIsThatOfOthers() => Assert.Equal("48Rx4+EZYzDSxatubBf41w==", AdobeSignIn.Respond("ann", "5bA3", "se-cret", "opaque1", "0a1b2c3d"));

    [Theory]
    [InlineData("live", "24650a81c90c0749eee696a8815182b4")]
    [InlineData("live/main", "5980934c90f17ae4d5ea248d14e497ab")]
    public void LimelightsAnswerIsThatOfOthers(string application, string response) => Assert.Equal(response, LimelightSignIn.Respond("ann", "se-cret", application, "nonce1", "0a1b2c3d"));

    [Fact]
    public void PublisherIsAskedForHisNameAndThenForHisPassword()
    {
        RtmpClientSignIn client = new(At(Url));
        Assert.Equal(AskName, Challenged(client.Parameters));
        Assert.True(client.TryAnswer(AskName));
        Assert.Equal("authmod=adobe&user=ann", client.Parameters);
        string second = Challenged(client.Parameters);
        Assert.StartsWith("[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=needauth&user=ann&salt=", second, StringComparison.Ordinal);
        Assert.True(client.TryAnswer(second));
        RtmpStreamAddress address = Published(client.Parameters);
        Assert.Equal(("live/cam", null, "ann"), (address.Name, address.Password, address.Answer?.User));
        Assert.True(address.Answer!.Proves("se-cret"));
        Assert.False(address.Answer.Proves("se-cres"));
    }

    [Theory]
    [InlineData("rtmp://host/live?user=ann&pass=se-cret")]
    [InlineData("rtmp://host/live?token=x")]
    public void WhoShowsCredentialsWhenHeConnectsIsNotAsked(string url)
    {
        Pair pair = new(publishes: true, url, asks: Asks);
        pair.Run();
        Assert.IsType<RtmpClientEvent.Started>(Assert.Single(pair.ClientEvents));
    }

    [Fact]
    public void WhoPlaysIsNotAsked()
    {
        Pair pair = new(publishes: false, asks: Asks);
        pair.Run();
        Assert.IsType<RtmpClientEvent.Started>(Assert.Single(pair.ClientEvents));
    }

    [Theory]
    [InlineData(25, true)]
    [InlineData(40, false)]
    public void AnAnswerIsTakenForHalfAMinute(int seconds, bool isTaken)
    {
        RtmpClientSignIn client = new(At(Url));
        client.TryAnswer(Challenged("authmod=adobe&user=ann"));
        Pair late = new(publishes: true, Url, asks: Asks, signIn: client.Parameters);
        late.Now += TimeSpan.FromSeconds(seconds);
        late.Run();
        Assert.Equal(isTaken, late.ClientEvents[0] is RtmpClientEvent.Started);
    }

    [Theory]
    [InlineData("rtmp://host/live/cam", AskName, "it wants a user and a password (authmod=adobe): put them into the URL, as in rtmp://USER:PASSWORD@host/")]
    [InlineData(Url, "[ authmod=adobe ] : ?reason=authfailed&opaque=x", "it does not take the user and the password of the URL (authmod=adobe, authfailed)")]
    [InlineData(Url, "[ authmod=llnw ] : ?reason=nosuchuser", "it does not take the user and the password of the URL (authmod=llnw, nosuchuser)")]
    [InlineData(Url, "[ authmod=other ] : ?reason=needauth", "it wants to be signed in to in a way that is not known here (authmod=other)")]
    public void WhatCannotBeAnsweredIsSaid(string url, string challenge, string fault)
    {
        RtmpClientSignIn client = new(At(url));
        Assert.False(client.TryAnswer(challenge));
        Assert.Equal(fault, client.Fault);
    }

    [Fact]
    public void NobodyIsAnsweredForEver()
    {
        RtmpClientSignIn client = new(At(Url));
        Assert.True(client.TryAnswer("[ code=403 need auth; authmod=llnw ] : "));
        Assert.True(client.TryAnswer("[ authmod=llnw ] : ?reason=needauth&user=ann&nonce=n"));
        Assert.StartsWith("authmod=llnw&user=ann&nonce=n&cnonce=", client.Parameters, StringComparison.Ordinal);
        Assert.False(client.TryAnswer("[ authmod=llnw ] : ?reason=needauth&user=ann&nonce=n"));
        Assert.Equal("it asks for the user and the password again and again (authmod=llnw)", client.Fault);
    }

    [Fact]
    public void AnyWordsAreAnsweredOrRefused() => Fuzz.Run(
        [.. ((string[])["authmod=adobe&user=ann&challenge=a&response=b&opaque=1.2", "?reason=needauth&user=ann&salt=s&challenge=c&opaque=o", AskName + "?authmod=llnw"]).Select(Encoding.UTF8.GetBytes)],
        bytes =>
        {
            string text = Encoding.UTF8.GetString(bytes);
            RtmpClientSignIn client = new(At(Url));
            Assert.Equal(client.TryAnswer(text), client.Fault is null);
            Assert.True(Asks.Challenge(text, isPublisher: true, new MonotonicTime(1_000_000_000_000), out RtmpSignInAnswer? answer) is null || answer is null);
        });

    /// <summary>What our server says to our client.</summary>
    private static string Challenged(string? signIn)
    {
        Pair pair = new(publishes: true, signIn is null ? "rtmp://host/live/cam" : Url, asks: Asks, signIn: signIn);
        pair.Run();
        RtmpClientEvent.Ended ended = Assert.IsType<RtmpClientEvent.Ended>(Assert.Single(pair.ClientEvents));
        Assert.Equal(RtmpEndReason.Challenged, Assert.IsType<RtmpServerEvent.Ended>(Assert.Single(pair.ServerEvents)).Reason);
        Assert.DoesNotContain("se-cret", Encoding.UTF8.GetString(pair.ToServer.WrittenSpan), StringComparison.Ordinal);
        return ended.Challenge!;
    }

    private static RtmpStreamAddress Published(string? signIn)
    {
        Pair pair = new(publishes: true, Url, asks: Asks, signIn: signIn);
        pair.Run();
        return pair.ServerEvents.OfType<RtmpServerEvent.PublishRequested>().Single().Address;
    }

    private static RtmpLocation At(string url) => RtmpLocation.TryParse(url, out RtmpLocation? location) ? location : throw new ArgumentException(url);
}
