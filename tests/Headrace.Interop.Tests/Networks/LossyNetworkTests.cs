using System.Text.Json;
using Headrace.Interop.Tests.Publishers;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Networks;

/// <summary>ffmpeg publishes over UDP in a network that loses datagrams: what comes out is whole pictures, and after each loss it goes on at a key frame.</summary>
[Trait("Speed", "slow")]
public sealed class LossyNetworkTests
{
    [Theory]
    [Trait("Pain", "1")]
    [InlineData(0.02, 60)]
    [InlineData(0.10, 1)]
    public Task OnlyWholePicturesComeOut(double loss, int leastFrames) =>
        LoseAsync("cam1", 8000, loss, leastFrames, file => FfmpegPublisher.RtspArguments(file, "rtsp://127.0.0.1:8554/cam1", "udp"));

    [Fact]
    public Task OnlyWholePicturesComeOutOfRtpWithoutSignallingEither() => LoseAsync("rtp/127.0.0.1-11", 5004, 0.02, 60, file =>
    [
        "-nostdin", "-hide_banner", "-loglevel", "warning", "-re", "-i", file, "-an", "-c:v", "copy", "-bsf:v", "h264_mp4toannexb,dump_extra",
        "-ssrc", "11", "-f", "rtp", "rtp://127.0.0.1:5004?rtcpport=5005",
    ]);

    private static async Task LoseAsync(string stream, int port, double loss, int leastFrames, Func<string, string[]> publish)
    {
        await using NetworkNamespace network = await NetworkNamespace.CreateAsync();
        await using NamespacedServer server = await NamespacedServer.StartAsync(network);
        string file = await TestMedia.GetAsync(Clips.Camera);
        await using ClientProcess publisher = network.Start("ffmpeg", publish(file));
        await server.WaitForTextAsync("sends H");
        await using ClientProcess player = network.Start(
            "ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-rtsp_transport", "tcp", "-i", $"rtsp://127.0.0.1:8554/{stream}", "-map", "0:v:0", "-t", "20", "-vf", Barcode.DecodeFilter,
            "-fps_mode", "passthrough", "-f", "rawvideo", "-flush_packets", "1", "-");
        await server.WaitForTextAsync("plays");
        await network.LoseAsync(port, loss);
        await player.WaitForExitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        // The decoder found nothing to complain of, and no picture that is not the next one or a key frame.
        Assert.Equal("", player.Errors.Trim());
        BarcodeReport seen = new(Barcode.Decode(player.OutputBytes));
        Assert.True(seen.Frames >= leastFrames, seen.ToString());
        Assert.Equal((0, 0), (seen.Repeated, seen.Backwards));
        foreach ((uint before, uint after) in seen.Numbers.Zip(seen.Numbers.Skip(1)))
            Assert.True(after == before + 1 || after % Clips.Camera.KeyFrameInterval == 0, $"picture {after} came behind {before}");

        JsonElement video = (await server.GetAsync("streams/" + Uri.EscapeDataString(stream))).GetProperty("tracks")[0];
        Assert.True(video.GetProperty("transport").GetProperty("lost").GetInt64() > 10, video.ToString());
        Assert.True(video.GetProperty("damaged").GetInt64() > 0, video.ToString());
    }
}
