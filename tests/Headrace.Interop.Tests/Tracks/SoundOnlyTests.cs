using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Tracks;

/// <summary>Streams of sound alone.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class SoundOnlyTests
{
    private const string Stream = "radio";
    private static readonly string[] OverTcp = ["-rtsp_transport", "tcp"];

    [Theory]
    [InlineData(AudioCodec.Aac)]
    [InlineData(AudioCodec.Opus)]
    public async Task EveryFrameComesOutOverRtspAndHlsAndBrowsersPlayIt(AudioCodec codec)
    {
        string file = await TestMedia.GetAsync(SoundOf(codec));
        IReadOnlyList<FrameHash> sent = await FrameHashes.ReadAsync(file, "a:0", cancellation: TestContext.Current.CancellationToken);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        Task<IReadOnlyList<FrameHash>> overRtsp = FrameHashes.ReadAsync(server.Rtsp(Stream), "a:0", seconds: 4, inputOptions: OverTcp, cancellation: TestContext.Current.CancellationToken);
        Task<IReadOnlyList<FrameHash>> overHls = FrameHashes.ReadAsync(server.Hls(Stream), "a:0", seconds: 4, cancellation: TestContext.Current.CancellationToken);
        Run.AssertIsPartOf(sent, await overRtsp, atLeast: 150);
        Run.AssertIsPartOf(sent, await overHls, atLeast: 150);
        PlaybackReport report = await Browser.HearHlsJsAsync(server.Hls(Stream), seconds: 5);
        Assert.True(report.Errors.Count == 0 && report.ClientErrors.Count == 0 && report.DecodedAudioBytes > 0, report.ToString());
        await server.StopAsync();
    }

    [Fact]
    public async Task BrowsersPlayMp3FromTransportStreams()
    {
        string file = await TestMedia.GetAsync(SoundOf(AudioCodec.Mp3));
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        PlaybackReport report = await Browser.HearHlsJsAsync(server.HlsTransport(Stream), seconds: 3);
        Assert.True(report.Errors.Count == 0 && report.ClientErrors.Count == 0 && report.DecodedAudioBytes > 0, report.ToString());
        await server.StopAsync();
    }

    [Theory]
    [InlineData(AudioCodec.Pcmu, "mulaw")]
    [InlineData(AudioCodec.Pcma, "alaw")]
    public async Task EverySampleOfG711ComesOutOverRtsp(AudioCodec codec, string format)
    {
        string file = await TestMedia.GetAsync(SoundOf(codec));
        byte[] sent = await SamplesAsync(file, format, []);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        byte[] received = await SamplesAsync(server.Rtsp(Stream), format, [.. OverTcp, "-t", "4"]);
        Assert.True(received.Length > 3 * 8000, $"{received.Length} samples");
        Assert.True(sent.AsSpan().IndexOf(received) >= 0, "The samples that came were not sent so.");
        await server.StopAsync();
    }

    private static TestClip SoundOf(AudioCodec codec) => new() { Video = VideoCodec.None, Audio = codec, Seconds = 90 };

    private static async Task<byte[]> SamplesAsync(string source, string format, string[] options)
    {
        await using ClientProcess ffmpeg = ClientProcess.Start("ffmpeg", ["-nostdin", "-loglevel", "error", .. options, "-i", source, "-map", "0:a:0", "-c", "copy", "-f", format, "-"]);
        int code = await ffmpeg.WaitForExitAsync(TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken);
        Assert.True(code == 0 && ffmpeg.Errors.Length == 0, ffmpeg.Errors);
        return ffmpeg.OutputBytes;
    }
}
