using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Access;

/// <summary>Real programs show credentials as they do: ffmpeg and GStreamer over RTSP, ffmpeg and curl over HTTP.</summary>
[Trait("Speed", "slow")]
public sealed class CredentialTests
{
    private const int Frames = 60;
    private const string Plain = "[{ user: ann, password: se-cret, permissions: [{ action: publish, path: cam1 }] }, { user: bob, password: other, permissions: [{ action: read, path: ~^cam }] }]";
    private const string Hashed = "[{ user: ann, password: 'sha256:K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=', permissions: [{ action: publish }, { action: read }] }]";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FfmpegAndGStreamerAnswerTheDigest()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--auth:users", Plain);
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), As("ann:se-cret", server.Rtsp("cam1")));
        await server.WaitForStreamAsync("cam1");
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(As("bob:other", server.Rtsp("cam1")), Frames), Frames);
        Run.AssertIsContinuous(await GStreamerPlayer.PlayRtspAsync(As("bob:other", server.Rtsp("cam1")), Clips.Plain.Height, Frames), Frames);
        Run.AssertIsContinuous(await MpvPlayer.PlayAsync(As("bob:other", server.Rtsp("cam1")), Frames), Frames);
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(server.Rtsp("cam1") + "?token=bob%3Aother", Frames), Frames);
        await AssertRefusedAsync(server.Rtsp("cam1"), "401");
        await AssertRefusedAsync(As("bob:wrong", server.Rtsp("cam1")), "401");
        await AssertRefusedAsync(As("ann:se-cret", server.Rtsp("cam1")), "403");
        Assert.Contains("wrong credentials for Read of 'cam1' as user 'bob'", server.Log, StringComparison.Ordinal);
        await server.StopAsync();
    }

    [Fact]
    public async Task GStreamerPublishesWithCredentials()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--auth:users", Plain);
        await using ClientProcess publisher = await GStreamerPublisher.StartRtspAsync(Clips.Plain, As("ann:se-cret", server.Rtsp("cam1")));
        await server.WaitForStreamAsync("cam1");
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(As("bob:other", server.Rtsp("cam1")), Frames), Frames);
        await server.StopAsync();
    }

    [Fact]
    public async Task PublisherWithoutThePermissionIsRefused()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--auth:users", Plain);
        string file = await TestMedia.GetAsync(Clips.Plain);
        foreach ((string url, string status) in new[] { (server.Rtsp("cam1"), "401"), (As("ann:se-cret", server.Rtsp("cam2")), "403"), (As("ann:no", server.Rtsp("cam1")), "401") })
        {
            await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, url);
            Assert.NotEqual(0, await publisher.WaitForExitAsync(cancellation: Cancellation));
            Assert.Contains(status, publisher.Errors, StringComparison.Ordinal);
        }

        Assert.Empty((await server.GetAsync("streams")).GetProperty("items").EnumerateArray());
        await server.StopAsync();
    }

    [Fact]
    public async Task PasswordThatIsKnownByItsHashIsAskedForAsBasic()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--auth:users", Hashed);
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), As("ann:secret", server.Rtsp("cam1")));
        await server.WaitForStreamAsync("cam1");
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(As("ann:secret", server.Rtsp("cam1")), Frames), Frames);
        Run.AssertIsContinuous(await GStreamerPlayer.PlayRtspAsync(As("ann:secret", server.Rtsp("cam1")), Clips.Plain.Height, Frames), Frames);
        await AssertRefusedAsync(As("ann:wrong", server.Rtsp("cam1")), "401");
        await server.StopAsync();
    }

    [Fact]
    public async Task HlsIsPlayedWithBasicAndWithATokenAndNotWithout()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--auth:users", Plain);
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), As("ann:se-cret", server.Rtsp("cam1")));
        await server.WaitForStreamAsync("cam1");
        Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync(server.Hls("cam1").Replace("://", "://bob:other@", StringComparison.Ordinal), Frames), Frames);
        Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync(server.Hls("cam1") + "?token=bob%3Aother", Frames), Frames);
        Assert.Equal("200", await CurlAsync("-u", "bob:other", server.Hls("cam1")));
        Assert.Equal("200", await CurlAsync("-H", "Authorization: Bearer bob:other", server.Hls("cam1")));
        Assert.Equal("401", await CurlAsync(server.Hls("cam1")));
        Assert.Equal("401", await CurlAsync("-u", "bob:wrong", server.Hls("cam1")));
        Assert.Equal("403", await CurlAsync("-u", "ann:se-cret", server.Hls("cam1")));
        Assert.Equal("401", await CurlAsync(server.Hls("cam1").Replace("index.m3u8", "hls/video0/index.m3u8", StringComparison.Ordinal)));
        Assert.Equal("401", await CurlAsync(server.Hls("nothing")));
        await server.StopAsync();
    }

    [Fact]
    public async Task ApiIsClosedToPagesOfOthersAndToProxies()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        string api = new Uri(server.Http.BaseAddress!, "api/v1/streams").AbsoluteUri;
        Assert.Equal("200", await CurlAsync(api));
        foreach (string header in new[] { "Origin: https://evil.example", "Host: evil.example", "X-Forwarded-For: 127.0.0.1", "Sec-Fetch-Site: cross-site", "Authorization: Bearer wrong", "Authorization: Basic eDp5" })
            Assert.Equal("401", await CurlAsync("-H", header, "-X", "POST", "-H", "Content-Type: application/json", "-d", "{\"name\":\"x\"}", api));
        Assert.Empty((await server.GetAsync("streams")).GetProperty("items").EnumerateArray());
        await server.StopAsync();
    }

    private static string As(string credentials, string url) => url.Replace("rtsp://", $"rtsp://{credentials}@", StringComparison.Ordinal);

    private static async Task AssertRefusedAsync(string url, string status)
    {
        await using ClientProcess player = FfmpegPlayer.StartRtsp(url);
        Assert.NotEqual(0, await player.WaitForExitAsync(cancellation: Cancellation));
        Assert.Contains(status, player.Errors, StringComparison.Ordinal);
    }

    private static Task<string> CurlAsync(params string[] arguments)
    {
        Skip.UnlessInstalled("curl");
        return ClientProcess.RunAsync("curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", .. arguments], cancellation: Cancellation);
    }
}
