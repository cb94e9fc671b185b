using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Rtmp;

/// <summary>Streams go over RTMP to other servers and come back from them: nginx, node-media-server, another Headrace.</summary>
[Trait("Speed", "slow")]
public sealed class RtmpRelayTests
{
    private const int Frames = 60;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>ffmpeg publishes; we push to nginx, and fetch from there what it took; another of its applications pushes to us.</summary>
    [Fact]
    public async Task NginxTakesAndGivesStreams()
    {
        string clip = await TestMedia.GetAsync(Clips.Plain);
        int port = FreePorts.Take(1)[0];
        await using NginxRelay nginx = await NginxRelay.StartAsync($"rtmp://127.0.0.1:{port}/pushed");
        await using HeadraceProcess server = await HeadraceProcess.StartAsync(
            "--rtmp:listen", $"127.0.0.1:{port}", "--streams:cam1:forward", nginx.Url("live/cam1"), "--streams:copy:source", nginx.Url("live/cam1"), "--streams:copy:restartIntervalSecs", "1");
        await using ClientProcess publisher = RtmpClients.PublishByFfmpeg(clip, $"rtmp://127.0.0.1:{port}/cam1");
        await using ClientProcess other = RtmpClients.PublishByFfmpeg(clip, nginx.Url("push/cam2"));
        await server.WaitForStreamAsync("copy");
        await server.WaitForStreamAsync("pushed/cam2");
        await AssertSameAsync(clip, VideoCodec.H264, server.Rtsp("copy"));
        await AssertSameAsync(clip, VideoCodec.H264, server.Rtsp("pushed/cam2"));
        Run.AssertIsContinuous(await RtmpClients.PlayByFfmpegAsync(nginx.Url("live/cam1"), Frames), Frames);
        await server.StopAsync();
    }

    /// <summary>H.265 goes in the enhanced form to node-media-server, and comes back from there.</summary>
    [Fact]
    public async Task NodeMediaServerTakesAndGivesH265()
    {
        string clip = await TestMedia.GetAsync(Clips.Hevc);
        int port = FreePorts.Take(1)[0];
        await using ClientProcess media = await NodeMediaServer.StartAsync(port);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync(
            "--streams:cam1:forward", $"rtmp://127.0.0.1:{port}/live/cam1", "--streams:copy:source", $"rtmp://127.0.0.1:{port}/live/cam1", "--streams:copy:restartIntervalSecs", "1");
        await using ClientProcess publisher = Ffmpeg8.Push(clip, server.Rtmp("cam1"), "flv");
        await server.WaitForStreamAsync("copy");
        await AssertSameAsync(clip, VideoCodec.H265, server.Rtsp("copy"));
        await server.StopAsync();
    }

    [Fact]
    public async Task OneHeadracePublishesAtAnother()
    {
        string clip = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess second = await HeadraceProcess.StartAsync("--auth:users", "[ { user: ann, password: se-cret, permissions: [ { action: publish } ] }, { user: any, permissions: [ { action: read } ] } ]");
        await using HeadraceProcess first = await HeadraceProcess.StartAsync("--streams:cam1:forward", second.Rtmp("copy").Replace("rtmp://", "rtmp://ann:se-cret@", StringComparison.Ordinal));
        await using ClientProcess publisher = RtmpClients.PublishByFfmpeg(clip, first.Rtmp("cam1"));
        await second.WaitForStreamAsync("copy");
        await AssertSameAsync(clip, VideoCodec.H264, second.Rtsp("copy"));
        JsonElement forward = (await first.GetAsync("streams/cam1")).GetProperty("forwards")[0];
        Assert.Equal(("forwarding", second.Rtmp("copy"), 0L), (forward.GetProperty("state").GetString(), forward.GetProperty("url").GetString(), forward.GetProperty("skips").GetInt64()));
        Assert.DoesNotContain("se-cret", first.Log + second.Log + (await first.GetAsync("config")).GetRawText(), StringComparison.Ordinal);
        await first.StopAsync();
        await second.StopAsync();
    }

    private static async Task AssertSameAsync(string clip, VideoCodec codec, string url)
    {
        string[] overTcp = ["-rtsp_transport", "tcp"];
        Task<IReadOnlyList<FrameHash>> pictures = FrameHashes.ReadAsync(url, "v:0", codec, seconds: 3, inputOptions: overTcp, cancellation: Cancellation);
        Task<IReadOnlyList<FrameHash>> sounds = FrameHashes.ReadAsync(url, "a:0", seconds: 3, inputOptions: overTcp, cancellation: Cancellation);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(clip, "v:0", codec, cancellation: Cancellation), await pictures, atLeast: 60);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(clip, "a:0", cancellation: Cancellation), await sounds, atLeast: 80);
    }
}
