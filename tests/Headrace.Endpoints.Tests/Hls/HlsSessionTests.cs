using System.Net;
using Headrace.Endpoints.Hls;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.Rtsp;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Hls;

public sealed class HlsSessionTests : HlsTest
{
    protected override StreamOptions Stream => new() { MaxReaders = 2 };

    [Fact]
    public async Task ViewerIsOverThreeTargetDurationsAfterHisLastRequest()
    {
        string url = await JoinAsync();
        LivePlaylist now = await ReloadAsync(url);
        Session session = Server.Sessions.All.Single(one => one.Protocol == "hls");
        Assert.Equal("cam", session.StreamName);
        Assert.Equal(SessionRole.Viewer, session.Role);
        Assert.Equal(1, Server.Stream().Snapshot().Readers);
        await PassAsync(3 * now.TargetDuration - 1);
        Assert.Null(session.EndReason);
        await ReloadAsync(url);
        await PassAsync(3 * now.TargetDuration - 1);
        Assert.Null(session.EndReason);
        await PassAsync(3);
        Assert.Equal(SessionEndReason.Closed, session.EndReason);
        Assert.Equal(0, Server.Stream().Snapshot().Readers);
        Assert.DoesNotContain(Server.Sessions.All, one => one.Protocol == "hls");
        Assert.Single(Server.Log.With("HLS viewer"), line => line.Text.Contains("left (Closed)", StringComparison.Ordinal));
        await PassAsync(12);
        Assert.Equal(0, Server.Stream().Branches.Count);
    }

    [Fact]
    public async Task PlayerThatComesBackAfterItsSessionIsServedStill()
    {
        string url = await JoinAsync();
        LivePlaylist before = await ReloadAsync(url);
        await PassAsync(3 * before.TargetDuration + 15);
        Assert.Equal(0, Server.Stream().Branches.Count);
        LivePlaylist after = new(await PublishUntilAsync(Host.GetTextAsync(url)));
        Assert.True(after.MediaSequence >= before.MediaSequence);
        Assert.Equal(before.TargetDuration, after.TargetDuration);
    }

    [Fact]
    public async Task StreamThatTakesNoMoreReadersSaysSo()
    {
        await JoinAsync();
        await JoinAsync();
        using HttpResponseMessage third = await Host.GetAsync("/cam/index.m3u8");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, third.StatusCode);
        Assert.Contains("limit-reached", await third.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(Server.Log.With("maxReaders is reached (2)"));
        Assert.Equal(2, Server.Sessions.All.Count(session => session.Protocol == "hls"));
    }

    [Fact]
    public async Task SecondRequestWithTheKeyIsTheSameViewer()
    {
        string url = await JoinAsync();
        string key = url.Split("s=")[1];
        string again = await Host.GetTextAsync($"/cam/index.m3u8?s={key}");
        Assert.Contains($"s={key}", again, StringComparison.Ordinal);
        Assert.Single(Server.Sessions.All, session => session.Protocol == "hls");
    }

    [Fact]
    public async Task ViewersHearThatThePublisherIsGone()
    {
        string url = await JoinAsync();
        Session session = Server.Sessions.All.Single(one => one.Protocol == "hls");
        await Publisher.DisposeAsync();
        await Eventually.True(() => !Server.Stream().HasPublisher, "the publisher is gone");
        // He asks on: his session ends three target durations after his last request, and that may be 6 s.
        Server.Time.Advance(TimeSpan.FromSeconds(5.5));
        await ReloadAsync(url);
        Server.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(SessionEndReason.PublisherGone, session.EndReason);
        Assert.Equal(HttpStatusCode.NotFound, await Host.StatusOfAsync("/cam/index.m3u8"));
    }

    [Fact]
    public async Task KickedViewersRequestIsAnswered()
    {
        string url = await JoinAsync();
        LivePlaylist now = await ReloadAsync(url);
        Task<HttpResponseMessage> reload = Host.GetAsync($"{url}&_HLS_msn={now.NextSegment + 1}");
        await WaitsAsync(1);
        Server.Sessions.All.Single(one => one.Protocol == "hls").End(SessionEndReason.Kicked);
        using HttpResponseMessage response = await PublishUntilAsync(reload);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await PassAsync(2);
        Assert.Single(Server.Log.With("left (Kicked)"));
    }

    [Fact]
    public async Task EndpointThatStopsEndsItsViewers()
    {
        HlsEndpoint second = new(new HlsEndpointOptions(), Server.Streams, Server.Sessions, Server.Time, Server.Log);
        await JoinAsync();
        Session session = Server.Sessions.All.Single(one => one.Protocol == "hls");
        await second.DisposeAsync();
        Assert.Null(session.EndReason);
        await Host.DisposeAsync();
        Assert.Equal(SessionEndReason.ServerShutdown, session.EndReason);
        Assert.DoesNotContain(Server.Sessions.All, one => one.Protocol == "hls");
    }

    /// <summary>Lets time pass while the publisher goes on.</summary>
    private Task PassAsync(int seconds) => Publisher.SendAsync(seconds * 25);
}
