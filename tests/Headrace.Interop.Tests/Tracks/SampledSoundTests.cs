using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Tracks;

/// <summary>Linear PCM, G.722 and G.726: ffmpeg and GStreamer publish them, both read every byte back over RTSP, and of PCM over SRT, too.</summary>
[Trait("Speed", "slow")]
public sealed class SampledSoundTests : IDisposable
{
    private static readonly string[] Quiet = ["-nostdin", "-loglevel", "error"];
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EveryByteComesOutOverRtsp()
    {
        Skip.UnlessInstalled("ffmpeg");
        await Skip.UnlessGStreamerHasAsync("rtspclientsink", "rtspsrc", "rtpL16depay", "rtpL24pay", "rtpg722depay", "rawaudioparse");
        await MakeAsync("l16", "s16be", "-c:a", "pcm_s16be", "-ar", "44100", "-ac", "2");
        await MakeAsync("l24", "s24be", "-c:a", "pcm_s24be", "-ar", "48000", "-ac", "2");
        await MakeAsync("g722", "g722", "-c:a", "g722", "-ar", "16000", "-ac", "1");
        await MakeAsync("g726", "g726", "-c:a", "g726", "-b:a", "24k", "-ar", "8000", "-ac", "1");

        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess l16 = Publish(server, "l16", "-f", "s16be", "-ar", "44100", "-ac", "2");
        await using ClientProcess g722 = Publish(server, "g722", "-f", "g722");
        await using ClientProcess g726 = Publish(server, "g726", "-f", "g726", "-code_size", "3", "-ar", "8000");
        await using ClientProcess l24 = ClientProcess.Start(
            "gst-launch-1.0",
            ["-q", "filesrc", $"location={PathOf("l24")}", "!", "rawaudioparse", "format=pcm", "pcm-format=s24be", "sample-rate=48000", "num-channels=2", "!", "identity", "sync=true", "!",
                "rtspclientsink", $"location={server.Rtsp("l24")}", "protocols=tcp"]);
        string[] names = ["l16", "l24", "g722", "g726"];
        foreach (string name in names)
        {
            await server.WaitForStreamAsync(name);
            Assert.Equal(name, (await server.GetAsync($"streams/{name}")).GetProperty("tracks")[0].GetProperty("codec").GetString());
        }

        await Task.WhenAll(
            ReadAsync(server, "l16", "s16be", 2 * 176_400),
            ReadAsync(server, "l24", "s24be", 2 * 288_000),
            ReadAsync(server, "g722", "g722", 2 * 8000),
            ReadAsync(server, "g726", "g726", 2 * 3000),
            ReadOverSrtAsync(server, "l24", "s24be", 2 * 288_000),
            ReadWithGStreamerAsync(server, "l16", "rtpL16depay", 2 * 176_400),
            ReadWithGStreamerAsync(server, "g722", "rtpg722depay", 2 * 8000));
        await server.StopAsync();
    }

    /// <summary>Noise, of which no part is like another.</summary>
    private Task<string> MakeAsync(string name, string format, params string[] encoding) =>
        ClientProcess.RunAsync("ffmpeg", [.. Quiet, "-f", "lavfi", "-i", "anoisesrc=seed=7:amplitude=0.3:duration=60", .. encoding, "-f", format, PathOf(name)], TimeSpan.FromMinutes(1), Cancellation);

    private ClientProcess Publish(HeadraceProcess server, string name, params string[] input) =>
        ClientProcess.Start("ffmpeg", [.. Quiet, "-re", .. input, "-i", PathOf(name), "-c", "copy", "-f", "rtsp", "-rtsp_transport", "tcp", server.Rtsp(name)]);

    private Task ReadAsync(HeadraceProcess server, string name, string format, int atLeast) => ReadAsync(name, atLeast, "-rtsp_transport", "tcp", "-i", server.Rtsp(name), "-t", "3", "-map", "0:a:0", "-c", "copy", "-f", format);

    /// <summary>As SMPTE ST 302, which ffmpeg decodes to the same samples.</summary>
    private Task ReadOverSrtAsync(HeadraceProcess server, string name, string format, int atLeast) => ReadAsync(name, atLeast, "-i", server.Srt($"read:{name}"), "-t", "3", "-map", "0:a:0", "-f", format);

    private async Task ReadAsync(string name, int atLeast, params string[] arguments)
    {
        await using ClientProcess ffmpeg = ClientProcess.Start("ffmpeg", [.. Quiet, .. arguments, "-"]);
        int code = await ffmpeg.WaitForExitAsync(TimeSpan.FromSeconds(40), Cancellation);
        Assert.True(code == 0 && ffmpeg.Errors.Length == 0, $"{name}: {ffmpeg.Errors}");
        AssertWasSent(name, ffmpeg.OutputBytes, atLeast);
    }

    private async Task ReadWithGStreamerAsync(HeadraceProcess server, string name, string depayloader, int atLeast)
    {
        await using ClientProcess gst = ClientProcess.Start("gst-launch-1.0", ["-q", "rtspsrc", $"location={server.Rtsp(name)}", "protocols=tcp", "!", depayloader, "!", "fdsink", "fd=1", "sync=false"]);
        await Eventually.True(() => gst.OutputBytes.Length >= atLeast, $"GStreamer gets {atLeast} bytes of {name}: {gst.Errors}", cancellation: Cancellation);
        AssertWasSent(name, gst.OutputBytes, atLeast);
    }

    private void AssertWasSent(string name, byte[] received, int atLeast)
    {
        Assert.True(received.Length >= atLeast, $"{name}: {received.Length} bytes");
        Assert.True(File.ReadAllBytes(PathOf(name)).AsSpan().IndexOf(received) >= 0, $"{name}: what came was not sent so.");
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
