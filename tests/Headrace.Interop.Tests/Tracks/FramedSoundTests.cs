using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Pull;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Tracks;

/// <summary>MPEG audio and AC-3: ffmpeg and GStreamer publish them and serve them as cameras, and read every frame back over RTSP and both kinds of HLS.</summary>
[Trait("Speed", "slow")]
public sealed class FramedSoundTests
{
    private const string Stream = "radio";
    private const int Frames = 100;
    private static readonly string[] OverTcp = ["-rtsp_transport", "tcp"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AudioCodec.Mp3)]
    [InlineData(AudioCodec.Mp2)]
    public async Task EveryFrameThatFfmpegPublishesComesOut(AudioCodec codec)
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(SoundOf(codec)), server.Rtsp(Stream));
        await AssertComesOutAsync(server, codec, "mpegaudioparse");
    }

    [Theory]
    [InlineData(AudioCodec.Ac3)]
    public async Task EveryFrameThatGStreamerPublishesComesOut(AudioCodec codec)
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = await GStreamerPublisher.StartRtspAsync(SoundOf(codec), server.Rtsp(Stream));
        await AssertComesOutAsync(server, codec, "ac3parse");
    }

    /// <summary>No program at hand sends E-AC-3 by RTP: it comes in a transport stream.</summary>
    [Fact]
    public async Task EveryFrameOfEac3ThatComesInATransportStreamComesOut()
    {
        string file = await TestMedia.GetAsync(SoundOf(AudioCodec.Eac3) with { Video = VideoCodec.H264 });
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = ClientProcess.Start("ffmpeg", ["-nostdin", "-loglevel", "error", "-re", "-i", file, "-c", "copy", "-f", "mpegts", $"srt://127.0.0.1:{server.SrtPort}?streamid=publish:{Stream}"]);
        await server.WaitForStreamAsync(Stream);
        IReadOnlyList<FrameHash> sent = await FrameHashes.ReadAsync(file, "a:0", cancellation: Cancellation);
        Task<IReadOnlyList<FrameHash>> overCmaf = FrameHashes.ReadAsync(server.Hls(Stream), "a:0", seconds: 3, cancellation: Cancellation);
        Task<IReadOnlyList<FrameHash>> overTransport = FrameHashes.ReadAsync(server.HlsTransport(Stream), "a:0", seconds: 3, cancellation: Cancellation);
        Run.AssertIsPartOf(sent, await overCmaf, atLeast: 50);
        Run.AssertIsPartOf(sent, await overTransport, atLeast: 50);
        await DecodesAsync(server.Hls(Stream));
        await server.StopAsync();
    }

    [Theory]
    [InlineData(AudioCodec.Mp3, "tcp")]
    [InlineData(AudioCodec.Ac3, "udp")]
    public async Task EveryFrameOfACameraComesOut(AudioCodec codec, string transport)
    {
        await Skip.UnlessGStreamerHasAsync("rtpmpapay", "rtpac3pay");
        TestClip clip = SoundOf(codec) with { Video = VideoCodec.H264 };
        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(clip);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:cam1:source", camera.Url, "--streams:cam1:rtspTransport", transport);
        await server.WaitForStreamAsync("cam1");
        IReadOnlyList<FrameHash> received = await FrameHashes.ReadAsync(server.Rtsp("cam1"), "a:0", seconds: 3, inputOptions: OverTcp, cancellation: Cancellation);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(await TestMedia.GetAsync(clip), "a:0", cancellation: Cancellation), received, atLeast: 50);
        await server.StopAsync();
    }

    private static async Task AssertComesOutAsync(HeadraceProcess server, AudioCodec codec, string parser)
    {
        await server.WaitForStreamAsync(Stream);
        Assert.Equal(codec.ToString().ToLowerInvariant(), (await server.GetAsync($"streams/{Stream}")).GetProperty("tracks")[0].GetProperty("codec").GetString());
        IReadOnlyList<FrameHash> sent = await FrameHashes.ReadAsync(await TestMedia.GetAsync(SoundOf(codec)), "a:0", cancellation: Cancellation);
        Task<IReadOnlyList<FrameHash>>[] read =
        [
            FrameHashes.ReadAsync(server.Rtsp(Stream), "a:0", seconds: 4, inputOptions: OverTcp, cancellation: Cancellation),
            FrameHashes.ReadAsync(server.Hls(Stream), "a:0", seconds: 4, cancellation: Cancellation),
            FrameHashes.ReadAsync(server.HlsTransport(Stream), "a:0", seconds: 4, cancellation: Cancellation),
        ];
        Task<int> overRtsp = DecodeAsync("rtspsrc", $"location={server.Rtsp(Stream)}", "protocols=tcp", "!", "decodebin");
        Task<int> overHls = DecodeAsync("souphttpsrc", $"location={server.HlsTransport(Stream)}", "!", "hlsdemux", "!", "tsdemux", "!", parser, "!", "decodebin");
        foreach (IReadOnlyList<FrameHash> received in await Task.WhenAll(read)) Run.AssertIsPartOf(sent, received, Frames);
        Assert.InRange(await overRtsp, Frames, int.MaxValue);
        Assert.InRange(await overHls, Frames, int.MaxValue);
        await DecodesAsync(server.Hls(Stream));
        await server.StopAsync();
    }

    /// <summary>Frames that GStreamer has decoded when it was ended.</summary>
    private static async Task<int> DecodeAsync(params string[] source)
    {
        await using ClientProcess gst = ClientProcess.Start("gst-launch-1.0", ["-v", .. source, "!", "identity", "name=decoded", "silent=false", "!", "fakesink", "sync=false"]);
        int Count() => gst.Output.Split('\n').Count(line => line.Contains("decoded: last-message = chain", StringComparison.Ordinal));
        await Eventually.True(() => Count() >= Frames, $"GStreamer decodes {Frames} frames: {gst.Errors}", cancellation: Cancellation);
        return Count();
    }

    private static async Task DecodesAsync(string url)
    {
        await using ClientProcess ffmpeg = ClientProcess.Start("ffmpeg", ["-nostdin", "-loglevel", "error", "-i", url, "-t", "2", "-map", "0:a:0", "-f", "null", "-"]);
        Assert.Equal(0, await ffmpeg.WaitForExitAsync(TimeSpan.FromSeconds(40), Cancellation));
        Assert.Equal("", ffmpeg.Errors);
    }

    private static TestClip SoundOf(AudioCodec codec) => new() { Video = VideoCodec.None, Audio = codec, Seconds = 90 };
}
