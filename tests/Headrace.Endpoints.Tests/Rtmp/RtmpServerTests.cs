using System.Net.Sockets;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Protocols.Rtmp;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtmp;

/// <summary>Publishers and viewers of RTMP over real sockets, in virtual time.</summary>
public sealed class RtmpServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatIsPublishedIsPlayedUntilThePublisherIsGone()
    {
        await using RtmpHost host = new();
        await using RtmpTestClient publisher = await host.ConnectAsync("live/cam", publishes: true);
        await publisher.StartedAsync();
        await publisher.SendPicturesAsync(40);
        await Eventually.True(() => host.Server.Streams.Find("live/cam")?.Tracks.Length == 1, "it is published", cancellation: Cancellation);
        await using RtmpTestClient viewer = await host.ConnectAsync("live/cam", publishes: false);
        await viewer.StartedAsync();
        await publisher.SendPicturesAsync(20);
        await Eventually.True(() => viewer.Media.Count(message => message.Type == RtmpMessageType.Video) >= 30, "pictures come", cancellation: Cancellation);
        Assert.Contains(viewer.Media, message => message.Type == RtmpMessageType.Data);
        Assert.Equal(viewer.Media.Where(message => message.Type == RtmpMessageType.Video).Select(message => message.Timestamp).Order(), viewer.Media.Where(message => message.Type == RtmpMessageType.Video).Select(message => message.Timestamp));
        Session watching = await host.SessionAsync(SessionRole.Viewer);
        await publisher.StopAsync();
        await Eventually.True(() => host.Server.Sessions.All.All(session => session.Role != SessionRole.Publisher), "it stopped", cancellation: Cancellation);
        await Eventually.True(
            () =>
            {
                if (watching.EndReason is null) host.Time.Advance(TimeSpan.FromSeconds(1));
                return viewer.Ending is not null;
            }, $"he hears of the end\n{host.Server.Log}", cancellation: Cancellation);
        Assert.StartsWith("it says that the stream is over", viewer.Ending, StringComparison.Ordinal);
        await Eventually.True(() => watching.EndReason is not null, "his session ends", cancellation: Cancellation);
        Assert.Equal(SessionEndReason.PublisherGone, watching.EndReason);
    }

    [Fact]
    public async Task WhatIsPublishedOverRtspIsPlayedToo()
    {
        await using RtmpHost host = new();
        await using TestPublisher publisher = await host.Server.PublishAsync();
        await publisher.SendAsync(30);
        await using RtmpTestClient viewer = await host.ConnectAsync("cam", publishes: false);
        await viewer.StartedAsync();
        await publisher.SendAsync(30);
        await Eventually.True(() => viewer.Media.Count(message => message.Type == RtmpMessageType.Video) > 20 && viewer.Media.Count(message => message.Type == RtmpMessageType.Audio) > 20, "pictures and sound come", cancellation: Cancellation);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnotherPublisherTakesOverWhereTheStreamAllowsIt(bool allows)
    {
        await using RtmpHost host = new(new StreamOptions { OverridePublisher = allows });
        await using RtmpTestClient first = await host.ConnectAsync("cam", publishes: true);
        await first.StartedAsync();
        await first.SendPicturesAsync(30);
        Session before = await host.SessionAsync(SessionRole.Publisher);
        await Eventually.True(() => host.Server.Streams.Find("cam")?.Tracks.Length == 1, "it is published", cancellation: Cancellation);
        await using RtmpTestClient second = await host.ConnectAsync("cam", publishes: true);
        if (allows)
        {
            await second.StartedAsync();
            await second.SendPicturesAsync(30);
            await Eventually.True(() => before.EndReason == SessionEndReason.Overridden, "the first one goes", cancellation: Cancellation);
        }
        else
        {
            await Eventually.True(() => second.Ending is not null, "it is refused", cancellation: Cancellation);
            Assert.Contains("NetStream.Publish.BadName: somebody publishes it already", second.Ending, StringComparison.Ordinal);
            Assert.Null(before.EndReason);
        }
    }

    [Fact]
    public async Task AStreamThatDoesNotExistIsRefusedByItsCode()
    {
        await using RtmpHost host = new();
        await using RtmpTestClient viewer = await host.ConnectAsync("nobody", publishes: false);
        await Eventually.True(() => viewer.Ending is not null, "it is refused", cancellation: Cancellation);
        Assert.Equal("it refuses to play (NetStream.Play.StreamNotFound: nobody publishes the stream)", viewer.Ending);
    }

    [Fact]
    public async Task WhoIsKickedIsGone()
    {
        await using RtmpHost host = new();
        await using RtmpTestClient publisher = await host.ConnectAsync("cam", publishes: true);
        await publisher.StartedAsync();
        (await host.SessionAsync(SessionRole.Publisher)).End(SessionEndReason.Kicked);
        await Eventually.True(() => publisher.IsClosed, "the connection is closed", cancellation: Cancellation);
    }

    [Fact]
    public async Task WhoPublishesNothingIsLetGoAndTheLogSaysWhy()
    {
        await using RtmpHost host = new();
        await using RtmpTestClient publisher = await host.ConnectAsync("cam", publishes: true);
        await publisher.StartedAsync();
        Session session = await host.SessionAsync(SessionRole.Publisher);
        await LetPassAsync(host, publisher, 12);
        Assert.Equal(SessionEndReason.TimedOut, session.EndReason);
        Assert.Contains("no media has come", Assert.Single(host.Server.Log.With("is let go")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("03")]
    [InlineData("03000000000000000001")]
    public async Task WhoOnlyConnectsIsSentAwayHoweverSlowlyHeSpeaks(string hex)
    {
        await using RtmpHost host = new();
        using TcpClient tcp = new();
        await tcp.ConnectAsync("127.0.0.1", host.Port, Cancellation);
        Session session = await Eventually.Value(() => host.Server.Sessions.All is [{ } first, ..] ? first : null, () => "there is a session", cancellation: Cancellation);
        byte[] bytes = Convert.FromHexString(hex);
        for (int i = 0; i < 12 && session.EndReason is null; i++)
        {
            if (i < bytes.Length) await tcp.GetStream().WriteAsync(bytes.AsMemory(i, 1), Cancellation);
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await Eventually.True(() => session.EndReason is not null, "it is sent away", cancellation: Cancellation);
        Assert.Equal(SessionEndReason.TimedOut, session.EndReason);
    }

    [Theory]
    [InlineData("474554202F20485454502F312E310D0A", "the peer speaks HTTP on the RTMP port")]
    [InlineData("160301", "the peer speaks TLS on the port without TLS: it wants rtmps")]
    [InlineData("06", "the peer wants RTMPE, which is not served; rtmps is")]
    [InlineData("FF", "the peer does not speak RTMP")]
    public async Task WhoSpeaksSomethingElseIsNamedInTheLog(string hex, string text)
    {
        await using RtmpHost host = new();
        using TcpClient tcp = new();
        await tcp.ConnectAsync("127.0.0.1", host.Port, Cancellation);
        Session session = await Eventually.Value(() => host.Server.Sessions.All is [{ } first, ..] ? first : null, () => "there is a session", cancellation: Cancellation);
        await tcp.GetStream().WriteAsync(Convert.FromHexString(hex), Cancellation);
        Assert.Equal(0, await tcp.GetStream().ReadAsync(new byte[1], Cancellation));
        tcp.Close();
        await host.GoneAsync();
        Assert.Equal(SessionEndReason.ProtocolError, session.EndReason);
        Assert.Contains(text, host.Server.Log.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Attacks => new()
    {
        { "040000000FFFFF1400000000", "a message is longer than it may be" },
        { string.Concat(Enumerable.Range(0, 70).Select(id => $"00{id:X2}0000000000000800000000")), "the peer uses more than 64 chunk streams" },
        { "0300000000000C14000000000C7FFFFFFF" + "0000000000000000", "a command cannot be read" },
        { "0300000000000A14000000000AFFFFFFFF0000000000", "a command cannot be read" },
        { "C3", "a chunk goes on with a message that did not begin" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task WhatIsTooMuchEndsTheConnectionWithAReason(string hex, string text)
    {
        await using RtmpHost host = new();
        using TcpClient tcp = new();
        await tcp.ConnectAsync("127.0.0.1", host.Port, Cancellation);
        Session session = await Eventually.Value(() => host.Server.Sessions.All is [{ } first, ..] ? first : null, () => "there is a session", cancellation: Cancellation);
        await tcp.GetStream().WriteAsync((byte[])[3, .. new byte[3072], .. Convert.FromHexString(hex)], Cancellation);
        await Eventually.True(() => host.Server.Log.ToString().Contains(text, StringComparison.Ordinal), "the log says why", cancellation: Cancellation);
        tcp.Close();
        await host.GoneAsync();
        Assert.Equal(SessionEndReason.ProtocolError, session.EndReason);
    }

    private static async Task LetPassAsync(RtmpHost host, RtmpTestClient client, int seconds)
    {
        for (int i = 0; i < 2 * seconds && !client.IsClosed; i++)
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        await Eventually.True(() => client.IsClosed, "the connection is closed", cancellation: Cancellation);
    }
}
