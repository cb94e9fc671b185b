using System.Net;
using Headrace.Endpoints.Hosting;
using Headrace.Endpoints.Rtsp.Pull;
using Headrace.Endpoints.Tests.Made;
using Headrace.Endpoints.Tests.Rtsp.Pull;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Streaming.Frames;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;
using Headrace.TestKit.Cameras;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Endpoints.Tests.Hosting;

/// <summary>Streams in an application of one's own.</summary>
public sealed class StreamHostTests
{
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(40);

    private readonly VirtualTime _time = new();
    private readonly Random _random = new(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PublishedFramesAreServedBelowThePrefix()
    {
        await using WebApplication app = await StartAsync();
        using HttpClient client = ClientOf(app);
        using FramePublisher live = app.Services.GetRequiredService<StreamHost>().Publish("pattern", H264Codec.Instance);
        Task<string> playlist = client.GetStringAsync("/live/pattern/index.m3u8", Cancellation);
        for (int i = 0; !playlist.IsCompleted && !Cancellation.IsCancellationRequested; i++)
        {
            Publish(live, i);
            await Task.Yield();
        }

        string media = (await playlist).Split('\n').First(line => line.StartsWith("hls/", StringComparison.Ordinal));
        string text = await client.GetStringAsync("/live/pattern/" + media, Cancellation);
        string init = text.Split('\n').First(line => line.StartsWith("#EXT-X-MAP", StringComparison.Ordinal)).Split('"')[1];
        using HttpResponseMessage answer = await client.GetAsync($"/live/pattern/{media.Split("index.m3u8")[0]}{init}", Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, "/live/other/index.m3u8"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, "/live/pattern/picture.jpg"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, "/pattern/index.m3u8"));
        await app.StopAsync(Cancellation);
    }

    [Fact]
    public async Task WhatTheApplicationAsksOfTheAddressesIsAsked()
    {
        await using WebApplication app = await StartAsync(
            services => services.AddAuthorization().AddAuthentication("cookie").AddCookie("cookie", cookie => cookie.Events.OnRedirectToLogin = context =>
            {
                context.Response.StatusCode = (int)HttpStatusCode.Unauthorized;
                return Task.CompletedTask;
            }),
            routes => routes.RequireAuthorization());
        using HttpClient client = ClientOf(app);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "/live/pattern/index.m3u8"));
        await app.StopAsync(Cancellation);
    }

    [Fact]
    public async Task RoutesWithoutServicesSayWhatIsMissing()
    {
        await using WebApplication app = WebApplication.CreateSlimBuilder().Build();
        Assert.Contains("AddHeadrace", Assert.Throws<InvalidOperationException>(() => app.MapHls("/live")).Message, StringComparison.Ordinal);
    }

    /// <summary>A player that waits for a stream that is coming up does not hold the application's end up.</summary>
    [Fact]
    public async Task RequestThatWaitsIsAnsweredWhenTheApplicationStops()
    {
        await using WebApplication app = await StartAsync();
        using HttpClient client = ClientOf(app);
        StreamHost host = app.Services.GetRequiredService<StreamHost>();
        using FramePublisher live = host.Publish("pattern", H264Codec.Instance);
        Task<HttpResponseMessage> waiting = client.GetAsync("/live/pattern/index.m3u8", Cancellation);
        await Eventually.True(() => host.Streams.Find("pattern")!.Branches.Count > 0, "the player waits", cancellation: Cancellation);
        await app.StopAsync(Cancellation);
        using HttpResponseMessage answer = await waiting;
        Assert.False(answer.IsSuccessStatusCode);
        Assert.Throws<ObjectDisposedException>(() => host.Pull("camera", "rtsp://127.0.0.1/"));
    }

    [Fact]
    public async Task CameraThatIsPulledIsReadUnitByUnit()
    {
        MadeMedia media = new(_time);
        await using FakeCamera camera = new(async connection =>
        {
            await connection.PlayAsync(MadeMedia.Sdp);
            for (int i = 0; i < 60; i++) await connection.SendAsync(media.NextBytes());
            await connection.ServeAsync();
        });
        await using StreamHost host = new(clock: _time);
        int pictures = 0;
        Assert.True(RtspLocation.TryParse(camera.Url(), out RtspLocation? location));
        LiveStream stream = host.Pull("camera", (_, label) => new RtspSource(
            new RtspSourceOptions { Stream = "camera", Input = label, Location = location, Transport = RtspSourceTransport.Tcp }, host.Streams, host.Sessions, _time, NullLoggerFactory.Instance), isOnDemand: true);
        await foreach (AccessUnit unit in stream.ReadUnitsAsync(Cancellation))
        {
            Assert.Equal("h264", unit.Track.Codec.Name);
            if (++pictures == 10) break;
        }

        Assert.Equal("rtsp", Assert.Single(host.Sessions.All).Protocol);
    }

    [Fact]
    public async Task SecondSourceOfAStreamStandsBehindTheFirst()
    {
        await using StreamHost host = new(clock: _time);
        LiveStream stream = host.Pull("camera", (_, label) => new SilentSource(label));
        Assert.Same(stream, host.Pull("camera", (_, label) => new SilentSource(label)));
        Assert.Equal([("main", 0), ("source2", 1)], stream.Snapshot().Inputs.Where(input => input.Label != "publisher").Select(input => (input.Label, input.Priority)));
        Assert.Throws<InvalidOperationException>(() => host.Publish("camera", H264Codec.Instance));
    }

    [Theory]
    [InlineData("rtsp://camera/live")]
    [InlineData("rtsps://ann:secret@camera:322/live")]
    [InlineData("rtmp://server/app/name")]
    [InlineData("http://server/live.ts")]
    [InlineData("https://server/live/index.m3u8")]
    [InlineData("srt://server:8890?streamid=read:cam")]
    public void UrlOfEachSchemeIsUnderstood(string url) => Assert.True(SourceUrl.TryParse(url, out _));

    [Theory]
    [InlineData("camera", "")]
    [InlineData("camera", "camera")]
    [InlineData("camera", "ftp://server/file.ts")]
    [InlineData("camera", "srt://server")]
    [InlineData("", "rtsp://camera/live")]
    [InlineData("/camera", "rtsp://camera/live")]
    public async Task MistakesAreSaidAtOnce(string name, string url)
    {
        await using StreamHost host = new(clock: _time);
        Assert.Throws<ArgumentException>(() => host.Pull(name, url));
        Assert.Empty(host.Streams.All);
    }

    /// <summary>A source that cannot be made leaves no stream behind that would wait for it.</summary>
    [Fact]
    public async Task SourceThatCannotBeMadeLeavesNothing()
    {
        await using StreamHost host = new(clock: _time);
        Assert.Throws<NotSupportedException>(() => host.Pull("camera", (_, _) => throw new NotSupportedException("something is missing")));
        Assert.Empty(host.Streams.All);
    }

    [Fact]
    public async Task PublisherOfTheApplicationIsSeenAndCanBeSentAway()
    {
        await using StreamHost host = new(clock: _time);
        using FramePublisher live = host.Publish("pattern", H264Codec.Instance);
        Publish(live, 0);
        Session session = Assert.Single(host.Sessions.All);
        Assert.True(session.BytesIn > 0);
        session.End(SessionEndReason.Kicked);
        Assert.Equal(SessionEndReason.Kicked, live.EndReason);
        Assert.Empty(host.Sessions.All);
    }

    [Fact]
    public async Task SlateIsShownWhileThePublisherIsAway()
    {
        Skip.UnlessInstalled("ffmpeg");
        using TemporaryFolder folder = new();
        await using StreamHost host = new(new StreamHostOptions { SlateDirectory = folder.Path }, _time);
        LiveStream stream = host.Streams.Configure("pattern", new StreamOptions { Gops = 100 });
        using (FramePublisher live = host.Publish("pattern", H264Codec.Instance))
        {
            for (int i = 0; i < 50; i++) Publish(live, i);
        }

        long published = stream.Snapshot().Tracks[0].Units;
        await Eventually.True(
            () =>
            {
                _time.Advance(FrameTime);
                return stream.Snapshot().Tracks[0].Units > published + 25;
            },
            "the slate's pictures come", TimeSpan.FromSeconds(60), Cancellation);
        Assert.False(stream.HasPublisher);
    }

    private static HttpClient ClientOf(WebApplication app) =>
        new() { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using HttpResponseMessage answer = await client.GetAsync(path, Cancellation);
        return answer.StatusCode;
    }

    private async Task<WebApplication> StartAsync(Action<IServiceCollection>? configure = null, Action<IEndpointConventionBuilder>? protect = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddHeadrace();
        configure?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        IEndpointConventionBuilder routes = app.MapHls("/live");
        protect?.Invoke(routes);
        await app.StartAsync(Cancellation);
        return app;
    }

    private void Publish(FramePublisher live, int number)
    {
        byte[] code = [0, 0, 0, 1];
        bool isKey = number % 25 == 0;
        byte[] slice = MadeH264.Slice(isKey, number % 25, 0, 200, _random);
        byte[] frame = isKey ? [.. code, .. MadeH264.Sps, .. code, .. MadeH264.Pps, .. code, .. slice] : [.. code, .. slice];
        Assert.True(live.Publish(frame, number * FrameTime));
        _time.Advance(FrameTime);
    }

    /// <summary>A source of the application's own that has nothing to give.</summary>
    private sealed class SilentSource(string label) : IStreamSource
    {
        public string Description => label;

        public async Task<SourceEnd> RunAsync(CancellationToken cancellation)
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
            return new SourceEnd("it ended", TimeSpan.Zero);
        }
    }
}
