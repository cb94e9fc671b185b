using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Pull;
using Headrace.Interop.Tests.Rtmp;
using Headrace.Interop.Tests.Server;
using Headrace.Interop.Tests.Srt;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Examples;

/// <summary>The configurations in examples/, as they are but for ports and hosts, with real cameras, encoders and players.</summary>
[Trait("Speed", "slow")]
public sealed class ReadyConfigurationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CamerasPlayInBrowsers()
    {
        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(Clips.Plain, "viewer", "secret");
        await using HeadraceProcess server = await StartAsync("cameras-to-browsers", "--streams:entrance:source", camera.Url, "--streams:~^nvr/([0-9]+)$:source", camera.Url.Replace("/cam", "/$G1", StringComparison.Ordinal));
        Assert.Equal("inactive", (await server.GetAsync("streams/entrance")).GetProperty("state").GetString());
        Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync(server.Hls("entrance"), 60), 60);
        await server.StopAsync();
    }

    [Fact]
    public async Task EncoderWithPasswordPlaysOverHls()
    {
        string clip = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await StartAsync("obs-to-hls");
        await using (ClientProcess stranger = RtmpClients.PublishByFfmpeg(clip, server.Rtmp("live/show?user=obs&pass=wrong"))) Assert.NotEqual(0, await stranger.WaitForExitAsync(cancellation: Cancellation));
        await using (ClientProcess elsewhere = RtmpClients.PublishByFfmpeg(clip, server.Rtmp("other/show?user=obs&pass=change-me"))) Assert.NotEqual(0, await elsewhere.WaitForExitAsync(cancellation: Cancellation));
        await using ClientProcess encoder = RtmpClients.PublishByFfmpeg(clip, server.Rtmp("live/show?user=obs&pass=change-me"));
        await server.WaitForStreamAsync("live/show");
        Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync(server.Hls("live/show"), 60), 60);
        await server.StopAsync();
    }

    [Fact]
    public async Task ContributionIsPassedOn()
    {
        string clip = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess playout = await HeadraceProcess.StartAsync("--srt:passphrase", "playout-passphrase");
        await using HeadraceProcess server = await StartAsync("srt-contribution", "--streams:studio:forward", playout.Srt("publish:studio", "&passphrase=playout-passphrase"));
        Task<BarcodeReport> receiver = SrtClients.PlayByFfmpegAsync(server.Srt("read:studio", "&passphrase=receiver-passphrase"), 60);
        await using ClientProcess encoder = SrtClients.PublishByFfmpeg(clip, server.Srt("publish:studio", "&passphrase=encoder-passphrase"));
        await playout.WaitForStreamAsync("studio");
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(playout.Rtsp("studio"), 30), 30);
        Run.AssertIsContinuous(await receiver, 60);
        await Assert.ThrowsAsync<InvalidOperationException>(() => SrtClients.PlayByFfmpegAsync(server.Srt("read:studio", "&passphrase=encoder-passphrase"), 1));
        await server.StopAsync();
        await playout.StopAsync();
    }

    [Fact]
    public async Task StreamGoesFromASiteOverTheHubToAnEdge()
    {
        string Host(string url, string with) => url.Replace("rtsp://", $"rtsp://{with}@", StringComparison.Ordinal);
        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(Clips.Plain);
        await using HeadraceProcess hub = await StartAsync("relay-hub");
        await using HeadraceProcess site = await StartAsync("relay-site", "--streams:cam1:source", camera.Url, "--defaults:forward", Host(hub.Rtsp("$NAME"), "site:site-password"));
        await using HeadraceProcess edge = await StartAsync("relay-edge", "--streams:~^(.+)$:source", Host(hub.Rtsp("$G1"), "edge:edge-password"));
        await hub.WaitForStreamAsync("cam1");
        Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync(edge.Hls("cam1"), 60), 60);
        await edge.StopAsync();
        await site.StopAsync();
        await hub.StopAsync();
    }

    [Fact]
    public async Task DefaultsOfOtherServersHold()
    {
        await using HeadraceProcess server = await StartAsync("seeds");
        System.Text.Json.JsonElement keys = (await server.GetAsync("config")).GetProperty("keys");
        Assert.Equal(
            ("10s", 6, 25, 3, "8GB", "400MB"),
            (keys.GetProperty("hls").GetProperty("segmentDuration").GetString(), keys.GetProperty("hls").GetProperty("segmentCount").GetInt32(), keys.GetProperty("limits").GetProperty("maxStreams").GetInt32(),
                keys.GetProperty("buffers").GetProperty("gops").GetInt32(), keys.GetProperty("limits").GetProperty("memory").GetProperty("global").GetString(),
                keys.GetProperty("limits").GetProperty("memory").GetProperty("perStream").GetString()));
        await server.StopAsync();
    }

    [Fact]
    public async Task ImportedConfigurationRuns()
    {
        using Headrace.TestKit.TemporaryFolder folder = new();
        (string from, string to) = (Path.Combine(folder.Path, "mediamtx.yml"), Path.Combine(folder.Path, "headrace.yml"));
        await File.WriteAllTextAsync(from, "rtmp: no\nauthInternalUsers:\n- user: ann\n  pass: secret\n  permissions: [ { action: publish } ]\n- user: any\n  permissions: [ { action: read } ]\npaths: { cam1: { maxReaders: 3 } }\n", Cancellation);
        await using ClientProcess import = ClientProcess.Start("dotnet", [TestFolders.ServerAssembly, "import", from, "--output", to]);
        Assert.Equal(0, await import.WaitForExitAsync(cancellation: Cancellation));
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--config", to);
        string clip = await TestMedia.GetAsync(Clips.Plain);
        await using (ClientProcess other = FfmpegPublisher.StartRtsp(clip, server.Rtsp("cam2").Replace("rtsp://", "rtsp://ann:secret@", StringComparison.Ordinal))) Assert.NotEqual(0, await other.WaitForExitAsync(cancellation: Cancellation));
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(clip, server.Rtsp("cam1").Replace("rtsp://", "rtsp://ann:secret@", StringComparison.Ordinal));
        await server.WaitForStreamAsync("cam1");
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(server.Rtsp("cam1"), 30), 30);
        await server.StopAsync();
    }

    private static Task<HeadraceProcess> StartAsync(string example, params string[] arguments) =>
        HeadraceProcess.StartAsync(["--config", Path.Combine(TestFolders.Root, "examples", example + ".yml"), .. arguments]);
}
