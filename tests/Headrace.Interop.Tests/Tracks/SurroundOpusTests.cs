using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Tracks;

/// <summary>Opus of six channels: GStreamer publishes it over RTSP as <c>multiopus</c> and ffmpeg over SRT in MPEG-TS; ffmpeg reads every packet over both kinds of HLS, GStreamer decodes six channels over RTSP.</summary>
[Trait("Speed", "slow")]
public sealed class SurroundOpusTests : IDisposable
{
    private static readonly string[] Quiet = ["-nostdin", "-loglevel", "error"];
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Clip => Path.Combine(_folder.Path, "surround.mp4");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EveryPacketComesOutWithItsChannels()
    {
        Skip.UnlessInstalled("ffmpeg");
        await Skip.UnlessGStreamerHasAsync("rtspclientsink", "rtpopuspay", "rtpopusdepay", "opusdec", "opusparse", "qtdemux");
        await ClientProcess.RunAsync(
            "ffmpeg", [.. Quiet, "-f", "lavfi", "-i", "anoisesrc=seed=7:amplitude=0.3:duration=60,aformat=channel_layouts=5.1", "-c:a", "libopus", "-mapping_family", "1", "-b:a", "256k", Clip], TimeSpan.FromMinutes(1), Cancellation);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess overRtsp = ClientProcess.Start(
            "gst-launch-1.0", ["-q", "filesrc", $"location={Clip}", "!", "qtdemux", "!", "opusparse", "!", "identity", "sync=true", "!", "rtspclientsink", $"location={server.Rtsp("rtsp")}", "protocols=tcp"]);
        await using ClientProcess overSrt = ClientProcess.Start("ffmpeg", [.. Quiet, "-re", "-i", Clip, "-c", "copy", "-f", "mpegts", server.Srt("publish:srt")]);
        await Task.WhenAll(AssertComesOutAsync(server, "rtsp"), AssertComesOutAsync(server, "srt"));
        await server.StopAsync();
    }

    private async Task AssertComesOutAsync(HeadraceProcess server, string name)
    {
        await server.WaitForStreamAsync(name);
        Assert.Equal("Opus 48 kHz 6 channels", (await server.GetAsync($"streams/{name}")).GetProperty("tracks")[0].GetProperty("description").GetString());
        IReadOnlyList<FrameHash> sent = await FrameHashes.ReadAsync(Clip, "a:0", cancellation: Cancellation);
        Task<IReadOnlyList<FrameHash>> overCmaf = FrameHashes.ReadAsync(server.Hls(name), "a:0", seconds: 3, cancellation: Cancellation);
        Task<IReadOnlyList<FrameHash>> overTransport = FrameHashes.ReadAsync(server.HlsTransport(name), "a:0", seconds: 3, cancellation: Cancellation);
        Task decoded = DecodeAsync(server.Rtsp(name));
        Run.AssertIsPartOf(sent, await overCmaf, atLeast: 100);
        Run.AssertIsPartOf(sent, await overTransport, atLeast: 100);
        await decoded;
    }

    /// <summary>Waits for two seconds of six channels.</summary>
    private static async Task DecodeAsync(string url)
    {
        await using ClientProcess gst = ClientProcess.Start(
            "gst-launch-1.0", ["-q", "rtspsrc", $"location={url}", "protocols=tcp", "!", "rtpopusdepay", "!", "opusdec", "!", "audio/x-raw,format=S16LE,channels=6", "!", "fdsink", "fd=1", "sync=false"]);
        await Eventually.True(() => gst.OutputBytes.Length >= 2 * 48_000 * 6 * 2, $"GStreamer decodes six channels of {url}: {gst.Errors}", cancellation: Cancellation);
    }
}
