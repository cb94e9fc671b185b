using System.Globalization;
using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Forwarding;

/// <summary>Streams are forwarded to another Headrace, to ffmpeg and to GStreamer.</summary>
[Trait("Speed", "slow")]
public sealed class ForwardTests
{
    private const int Frames = 75;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(Clips.Pyramid))]
    [InlineData(nameof(Clips.Hevc))]
    [InlineData(nameof(Clips.Camera))]
    public async Task FramesOfAStreamComeOutOfTheServerThatItIsPublishedAt(string clip)
    {
        await using HeadraceProcess second = await HeadraceProcess.StartAsync("--auth:users", "[ { user: ann, password: se-cret, permissions: [ { action: publish } ] }, { user: any, permissions: [ { action: read } ] } ]");
        string target = second.Rtsp("copy").Replace("rtsp://", "rtsp://ann:se-cret@", StringComparison.Ordinal);
        await using HeadraceProcess first = await HeadraceProcess.StartAsync("--streams:cam1:forward", target);
        string file = await TestMedia.GetAsync(Clips.Named(clip));
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, first.Rtsp("cam1"));
        await second.WaitForStreamAsync("copy");
        VideoCodec codec = Clips.Named(clip).Video;
        string[] overTcp = ["-rtsp_transport", "tcp"];
        IReadOnlyList<FrameHash> received = await FrameHashes.ReadAsync(second.Rtsp("copy"), "v:0", codec, seconds: 3, inputOptions: overTcp, cancellation: Cancellation);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "v:0", codec, cancellation: Cancellation), received, atLeast: 60);
        IReadOnlyList<FrameHash> sound = await FrameHashes.ReadAsync(second.Rtsp("copy"), "a:0", seconds: 2, inputOptions: overTcp, cancellation: Cancellation);
        Assert.NotEmpty(sound);
        if (Clips.Named(clip).Audio != AudioCodec.Pcmu) Run.AssertIsPartOf(await FrameHashes.ReadAsync(file, "a:0", cancellation: Cancellation), sound, atLeast: 50);
        JsonElement forward = (await first.GetAsync("streams/cam1")).GetProperty("forwards")[0];
        Assert.Equal(("forwarding", second.Rtsp("copy")), (forward.GetProperty("state").GetString(), forward.GetProperty("url").GetString()));
        Assert.DoesNotContain("se-cret", first.Log + (await first.GetAsync("config")).GetRawText(), StringComparison.Ordinal);
        await first.StopAsync();
        await second.StopAsync();
    }

    [Fact]
    public async Task FfmpegThatListensDecodesEveryFrame()
    {
        int port = FreePorts.Take(1)[0];
        await using ClientProcess player = Decode(["-rtsp_flags", "listen"], $"rtsp://127.0.0.1:{port}/live");
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:cam1:forward", $"rtsp://127.0.0.1:{port}/live", "--streams:cam1:restartIntervalSecs", "1");
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam1"));
        await AssertDecodesAsync(player);
        await server.StopAsync();
    }

    [Fact]
    public async Task GStreamersServerThatRecordsDecodesEveryFrameOverTcpAndOverUdp()
    {
        await Skip.UnlessGStreamerHasAsync("rtph264depay", "avdec_h264");
        await using ClientProcess probe = ClientProcess.Start("/usr/bin/python3", ["-c", "import gi; gi.require_version('GstRtspServer', '1.0')"]);
        Skip.Unless(await probe.WaitForExitAsync() == 0, "Python does not find GStreamer's RTSP server: run ./test.sh, which installs what tests need");
        int port = FreePorts.Take(1)[0];
        using TemporaryFolder folder = new();
        string frames = Path.Combine(folder.Path, "frames");
        await using ClientProcess recorder = ClientProcess.Start("/usr/bin/python3",
            [Path.Combine(TestFolders.Root, "tests/clients/rtsp_recorder.py"), port.ToString(CultureInfo.InvariantCulture), frames, $"{Clips.Plain.Height - 24}", $"{Barcode.BytesPerFrame}"]);
        await Eventually.True(() => recorder.Output.Contains("listens", StringComparison.Ordinal), $"it listens: {recorder.Errors}", cancellation: Cancellation);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:cam1:forward", $"rtsp://127.0.0.1:{port}/tcp,rtsp://127.0.0.1:{port}/udp?transport=udp");
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam1"));
        foreach (string file in (string[])[$"{frames}.tcp", $"{frames}.udp"])
        {
            BarcodeReport report = new([]);
            await Eventually.True(
                () => (report = new BarcodeReport(Barcode.Decode(File.Exists(file) ? File.ReadAllBytes(file) : []))).Frames >= Frames, $"GStreamer decodes {Frames} frames of {file}", TimeSpan.FromSeconds(40), Cancellation);
            Run.AssertIsContinuous(report, Frames);
        }

        await server.StopAsync();
    }

    [Fact]
    public async Task GStreamerDecodesRtpByWhatTheDescriptionSays()
    {
        int port = FreePorts.Take(1)[0] & ~1;
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:cam1:forward", $"rtp://127.0.0.1:{port}");
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        string description = await server.Http.GetStringAsync("api/v1/streams/cam1/sdp", Cancellation);
        Run.AssertIsContinuous(await GStreamerPlayer.PlayRtpAsync(port, description, Clips.Plain.Height, Frames), Frames);
        await server.StopAsync();
    }

    [Fact]
    public async Task FfmpegDecodesTransportStreamsOfAnAddressAndOfAGroup()
    {
        int[] ports = FreePorts.Take(2);
        await using ClientProcess alone = Decode([], $"udp://127.0.0.1:{ports[0]}?fifo_size=100000");
        await using ClientProcess inGroup = Decode([], $"udp://239.77.3.1:{ports[1]}?localaddr=127.0.0.1&reuse=1&fifo_size=100000");
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:cam1:forward", $"udp+mpegts://127.0.0.1:{ports[0]},udp+mpegts://239.77.3.1:{ports[1]}?localaddr=127.0.0.1&ttl=1");
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Pyramid), server.Rtsp("cam1"));
        await Task.WhenAll(AssertDecodesAsync(alone), AssertDecodesAsync(inGroup));
        await server.StopAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("?format=mpegts")]
    public async Task FfmpegDecodesRtpByTheDescriptionThatTheApiShows(string query)
    {
        int port = FreePorts.Take(1)[0] & ~1;
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:cam1:forward", $"rtp://127.0.0.1:{port}{query}");
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        using TemporaryFolder folder = new();
        string description = Path.Combine(folder.Path, "stream.sdp");
        await File.WriteAllTextAsync(description, await server.Http.GetStringAsync("api/v1/streams/cam1/sdp", Cancellation), Cancellation);
        await using ClientProcess player = Decode(["-protocol_whitelist", "file,udp,rtp"], description);
        await AssertDecodesAsync(player);
        await server.StopAsync();
    }

    private static ClientProcess Decode(string[] options, string url)
    {
        Skip.UnlessInstalled("ffmpeg");
        string[] arguments = ["-nostdin", "-hide_banner", "-loglevel", "fatal", .. options, "-i", url, "-map", "0:v:0", "-vf", Barcode.DecodeFilter];
        return ClientProcess.Start("ffmpeg", [.. arguments, "-fps_mode", "passthrough", "-enc_time_base", "-1", "-f", "rawvideo", "-flush_packets", "1", "-"]);
    }

    private static async Task AssertDecodesAsync(ClientProcess player)
    {
        await Eventually.True(() => FfmpegPlayer.Decoded(player).Frames >= Frames, $"{Frames} frames are decoded: {player.Errors}", TimeSpan.FromSeconds(40), Cancellation);
        Run.AssertIsContinuous(FfmpegPlayer.Decoded(player), Frames);
    }
}
