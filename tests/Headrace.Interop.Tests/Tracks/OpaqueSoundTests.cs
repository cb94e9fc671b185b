using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Tracks;

/// <summary>Sound that is passed on without being understood: ffmpeg and GStreamer publish it over RTSP, ffmpeg gets every frame back and decodes it.</summary>
[Trait("Speed", "slow")]
public sealed class OpaqueSoundTests : IDisposable
{
    private static readonly string[] Quiet = ["-nostdin", "-loglevel", "error"];
    private static readonly string[] OverTcp = ["-rtsp_transport", "tcp"];
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EveryFrameComesOutAndIsDecoded()
    {
        Skip.UnlessInstalled("ffmpeg");
        await Skip.UnlessGStreamerHasAsync("rtspclientsink", "amrnbenc", "amrparse", "rtpamrpay");
        await MakeAsync("speex.ogg", "-c:a", "libspeex", "-ar", "16000", "-ac", "1");
        await MakeAsync("vorbis.ogg", "-c:a", "libvorbis", "-ar", "44100", "-ac", "2");
        await MakeAsync("sound.wav", "-ar", "8000", "-ac", "1");
        await ClientProcess.RunAsync(
            "gst-launch-1.0", ["-q", "filesrc", $"location={PathOf("sound.wav")}", "!", "wavparse", "!", "amrnbenc", "!", "avmux_amr", "!", "filesink", $"location={PathOf("amr.amr")}"], TimeSpan.FromMinutes(1), Cancellation);

        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess speex = Publish(server, "speex.ogg");
        await using ClientProcess vorbis = Publish(server, "vorbis.ogg");
        await using ClientProcess amr = ClientProcess.Start(
            "gst-launch-1.0", ["-q", "filesrc", $"location={PathOf("amr.amr")}", "!", "amrparse", "!", "identity", "sync=true", "!", "rtspclientsink", $"location={server.Rtsp("amr.amr")}", "protocols=tcp"]);
        await Task.WhenAll(
            AssertComesOutAsync(server, "speex.ogg", "speex/16000", 100),
            AssertComesOutAsync(server, "vorbis.ogg", "vorbis/44100/2", 50),
            AssertComesOutAsync(server, "amr.amr", "AMR/8000", 100));
        await server.StopAsync();
    }

    private async Task AssertComesOutAsync(HeadraceProcess server, string name, string description, int atLeast)
    {
        await server.WaitForStreamAsync(name);
        Assert.Equal(description, (await server.GetAsync($"streams/{name}")).GetProperty("tracks")[0].GetProperty("description").GetString());
        IReadOnlyList<FrameHash> received = await FrameHashes.ReadAsync(server.Rtsp(name), "a:0", seconds: 3, inputOptions: OverTcp, cancellation: Cancellation);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(PathOf(name), "a:0", cancellation: Cancellation), received, atLeast);
        string decoded = await ClientProcess.RunAsync("ffmpeg", [.. Quiet, .. OverTcp, "-i", server.Rtsp(name), "-t", "1", "-map", "0:a:0", "-f", "framemd5", "-"], TimeSpan.FromMinutes(1), Cancellation);
        Assert.NotEmpty(FrameHashes.Parse(decoded));
    }

    private Task<string> MakeAsync(string name, params string[] encoding) =>
        ClientProcess.RunAsync("ffmpeg", [.. Quiet, "-f", "lavfi", "-i", "anoisesrc=seed=7:amplitude=0.3:duration=60", .. encoding, PathOf(name)], TimeSpan.FromMinutes(1), Cancellation);

    private ClientProcess Publish(HeadraceProcess server, string name) => ClientProcess.Start("ffmpeg", [.. Quiet, "-re", "-i", PathOf(name), "-c", "copy", "-f", "rtsp", .. OverTcp, server.Rtsp(name)]);

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
