using System.Net;
using Headrace.Endpoints.Srt;
using Headrace.Media.Timing;
using Headrace.Protocols.Srt;
using Headrace.Streaming.Access;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Headrace.Transport.Srt;
using Headrace.Transport.Tcp;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Tests.Srt;

/// <summary>Who stays out, and what he is told.</summary>
public sealed class SrtRefusalTests
{
    private const string Passphrase = "open, sesame";
    private const int BadSecret = 10;
    private const int Unsecure = 11;

    private static readonly AccessRules Rules = new(
    [
        new AccessUser { Name = "anna", Password = Secret.Of("secret"), Permissions = [new AccessPermission { Action = AccessAction.Publish }, new AccessPermission { Action = AccessAction.Read }] },
        new AccessUser { Name = "ben", Password = Secret.Of("secret"), Permissions = [new AccessPermission { Action = AccessAction.Read }] },
    ]);

    [Theory]
    [InlineData("", SrtRejection.BadRequest)]
    [InlineData("watch:cam", SrtRejection.BadRequest)]
    [InlineData("publish:a b", SrtRejection.BadRequest)]
    [InlineData("publish:api/cam", SrtRejection.BadRequest)]
    [InlineData("#!::r=cam,m=bidirectional", SrtRejection.BadMode)]
    [InlineData("#!::r=cam,m=other", SrtRejection.BadMode)]
    [InlineData("#!::r=cam,t=file", SrtRejection.UnsupportedMedia)]
    [InlineData("read:cam", SrtRejection.NotFound)]
    [InlineData("publish:pulled", SrtRejection.Conflict)]
    [InlineData("read:idle", SrtRejection.NotFound)]
    public async Task CallerLearnsWhy(string streamId, SrtRejection expected)
    {
        await using SrtServer server = new();
        server.Streams.Configure("pulled", new StreamOptions { IsPulled = true, WaitForStream = TimeSpan.Zero });
        server.Streams.Configure("idle", new StreamOptions { WaitForStream = TimeSpan.Zero });
        Assert.Equal((int)expected, await server.RefusalOfAsync(streamId));
        // Whose answer is late asks again, and is counted again.
        Assert.True(server.Totals.Refused[expected] >= 1);
        Assert.Contains(((int)expected).ToString(), server.Log.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, server.Sessions.Count);
    }

    [Theory]
    [InlineData("publish:cam", SrtRejection.Unauthorized)]
    [InlineData("publish:cam:anna:wrong", SrtRejection.Unauthorized)]
    [InlineData("publish:cam:nobody:secret", SrtRejection.Unauthorized)]
    [InlineData("publish:cam:ben:secret", SrtRejection.Forbidden)]
    [InlineData("#!::m=publish,r=cam,u=ben,s=secret", SrtRejection.Forbidden)]
    [InlineData("publish:cam:token=wrong", SrtRejection.Unauthorized)]
    [InlineData("read:cam:ben:secret", SrtRejection.NotFound)]
    public async Task RulesHold(string streamId, SrtRejection expected)
    {
        await using SrtServer server = new(rules: Rules);
        Assert.Equal((int)expected, await server.RefusalOfAsync(streamId));
        Assert.DoesNotContain("secret", server.Log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("publish:cam:anna:secret")]
    [InlineData("#!::m=publish,r=cam,u=anna,s=secret")]
    [InlineData("#!::m=publish,r=cam,token=anna:secret")]
    [InlineData("publish:cam?token=the%20access%20token")]
    [InlineData("#!::m=publish,r=cam,token=the access token")]
    public async Task RightCredentialsLetIn(string streamId)
    {
        await using SrtServer server = new(rules: Rules);
        await using SrtTestPublisher publisher = await server.PublishAsync(streamId);
        Assert.Equal("cam", (await server.SessionAsync(SessionRole.Publisher)).StreamName);
    }

    [Fact]
    public async Task StreamThatIsTakenConflicts()
    {
        await using SrtServer server = new(new StreamOptions { OverridePublisher = false });
        await using SrtTestPublisher publisher = await server.PublishAsync();
        Assert.Equal((int)SrtRejection.Conflict, await server.RefusalOfAsync("publish:cam"));
        Assert.False(publisher.HasEnded);
    }

    [Fact]
    public async Task FullStreamIsAnOverload()
    {
        await using SrtServer server = new(new StreamOptions { MaxReaders = 1 });
        await using SrtTestPublisher publisher = await server.PublishAsync();
        using SrtTestViewer viewer = new(await server.CallAsync("read:cam"));
        await Eventually.True(() => viewer.Pictures > 0, "he sees something");
        Assert.Equal((int)SrtRejection.Overload, await server.RefusalOfAsync("read:cam"));
    }

    [Fact]
    public async Task FullServerIsAnOverload()
    {
        await using SrtServer server = new(limits: new ConnectionLimits(1, 0, 0));
        await using SrtTestPublisher publisher = await server.PublishAsync();
        Assert.Equal((int)SrtRejection.Overload, await server.RefusalOfAsync("publish:other"));
    }

    [Fact]
    public async Task PassphrasesAreThoseOfTheStreamAndOfWhatIsWanted()
    {
        SrtPassphrases passphrases = new(static name => name == "cam" ? new SrtStreamPassphrases(Passphrase, "of the viewers") : SrtStreamPassphrases.None);
        await using SrtServer server = new(passphrases: passphrases);
        Assert.Equal(Unsecure, await server.RefusalOfAsync("publish:cam"));
        Assert.Equal(BadSecret, await server.RefusalOfAsync("publish:cam", new SrtSocketOptions { Passphrase = "of the viewers" }));
        Assert.Equal(Unsecure, await server.RefusalOfAsync("publish:other", new SrtSocketOptions { Passphrase = Passphrase }));
        await using SrtTestPublisher publisher = await server.PublishAsync(options: new SrtSocketOptions { Passphrase = Passphrase, KeyLength = 32 });
        Session session = await server.SessionAsync(SessionRole.Publisher);
        await Eventually.True(() => session.Link?.KeyBits == 256, "the key is known");
        Assert.Equal(BadSecret, await server.RefusalOfAsync("read:cam", new SrtSocketOptions { Passphrase = Passphrase }));
        using SrtTestViewer viewer = new(await server.CallAsync("read:cam", new SrtSocketOptions { Passphrase = "of the viewers" }));
        await Eventually.True(() => viewer.Pictures > 25, "he sees what is decrypted");
        Assert.Equal(0, viewer.Faults);
        Assert.Equal(0, server.Sessions.All.Count(one => one.EndReason is not null));
        Assert.DoesNotContain("sesame", server.Log.ToString(), StringComparison.Ordinal);
    }

    /// <summary>libsrt refuses a wrong passphrase by itself: who runs the server learns of it all the same.</summary>
    [Theory]
    [InlineData("publish:cam", "another passphrase", "has none or another one")]
    [InlineData("publish:other", "another passphrase", "the stream has none")]
    [InlineData("publish:cam", "", "has none or another one")]
    public async Task PassphraseThatDoesNotFitIsSaidInTheLog(string streamId, string passphrase, string said)
    {
        SrtPassphrases passphrases = new(static name => name == "cam" ? new SrtStreamPassphrases(Passphrase, "") : SrtStreamPassphrases.None);
        await using SrtServer server = new(passphrases: passphrases);
        await server.RefusalOfAsync(streamId, new SrtSocketOptions { Passphrase = passphrase });
        await Eventually.True(() => server.Log.ToString().Contains($"called over SRT for {streamId}", StringComparison.Ordinal), "the log says so");
        Assert.Contains(said, server.Log.ToString(), StringComparison.Ordinal);
        await using SrtTestPublisher publisher = await server.PublishAsync(options: new SrtSocketOptions { Passphrase = Passphrase });
        Assert.DoesNotContain("sesame", server.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FiftyCallersAreRefusedAtOnceEachWithHisReasonAndFewLines()
    {
        await using SrtServer server = new(rules: Rules);
        int[] codes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => server.RefusalOfAsync(i % 2 == 0 ? $"read:none{i}:ben:secret" : $"publish:cam{i}:ben:secret")));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (int)(i % 2 == 0 ? SrtRejection.NotFound : SrtRejection.Forbidden)), codes);
        Assert.Equal(50, server.Totals.Refused.Values.Sum());
        Assert.InRange(server.Log.ToString().Split("was refused over SRT").Length - 1, 1, 10);
    }

    [Fact]
    public async Task WishThatWasRefusedIsNotLookedAtAgainAtOnce()
    {
        await using SrtServer server = new(rules: Rules);
        const string Wrong = "publish:cam:anna:wrong";
        Assert.Equal(1401, await server.RefusalOfAsync(Wrong));
        for (int i = 0; i < 5; i++) Assert.Equal(1401, await server.RefusalOfAsync(Wrong));
        Assert.Equal(6, server.Totals.Refused[SrtRejection.Unauthorized]);
        Assert.InRange(server.Access!.Failures, 1, 3);
    }

    [Fact]
    public void AddressThatTriesManyWishesIsNotLookedAtForTheRestOfASecond()
    {
        SrtRefusals refusals = new();
        UdpAddress address = UdpAddress.Of(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 1));
        MonotonicTime now = new(1_000_000_000_000);
        for (int i = 0; i < SrtRefusals.MaxRefusals; i++)
        {
            Assert.Equal(SrtRejection.None, refusals.Standing(address, [(byte)i], now));
            refusals.Add(address, [(byte)i], SrtRejection.NotFound, isExempt: false, now);
        }

        Assert.Equal(SrtRejection.NotFound, refusals.Standing(address.WithPort(7), [0], now));
        Assert.Equal(SrtRejection.Overload, refusals.Standing(address, [200], now));
        Assert.Equal(SrtRejection.None, refusals.Standing(address, [0], now + SrtRefusals.HoldTime));
        Assert.Equal(SrtRejection.None, refusals.Standing(address, [200], now + SrtRefusals.HoldTime));
    }
}
