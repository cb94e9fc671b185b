using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Networks;

/// <summary>A server and viewers in two networks with a cable between them: the viewers listen to the stream's groups.</summary>
[Trait("Speed", "slow")]
public sealed class MulticastTests
{
    private const string ServerAddress = "10.77.0.1";
    private const string ViewerAddress = "10.77.0.2";
    private const string Url = $"rtsp://{ServerAddress}:8554/cam1";

    [Fact]
    public async Task TwoViewersListenToWhatIsSentOnce()
    {
        await using NetworkNamespace serving = await NetworkNamespace.CreateAsync();
        await using NetworkNamespace viewing = await NetworkNamespace.CreateAsync();
        await NetworkNamespace.JoinAsync(serving, ServerAddress, viewing, ViewerAddress);
        await using NamespacedServer server = await NamespacedServer.StartAsync(serving);
        await using ClientProcess publisher = serving.Start("ffmpeg", FfmpegPublisher.RtspArguments(await TestMedia.GetAsync(Clips.Plain), "rtsp://127.0.0.1:8554/cam1", "tcp"));
        await server.WaitForTextAsync("sends H.264");
        await using ClientProcess first = Play(viewing, Url);
        await using ClientProcess second = Play(viewing, $"{Url}?vlcmulticast");
        await Task.WhenAll(WaitForFramesAsync(first, 120), WaitForFramesAsync(second, 120));
        Assert.Contains("224.1.0.", await viewing.RunAsync("ip", "maddress", "show", "dev", "cable"), StringComparison.Ordinal);

        // Beside the two streams of TCP and UDP that there are not, nothing is sent for each of them.
        JsonElement sessions = (await server.GetAsync("sessions")).GetProperty("items");
        JsonElement[] viewers = [.. sessions.EnumerateArray().Where(session => session.GetProperty("role").GetString() == "viewer")];
        Assert.Equal(2, viewers.Length);
        Assert.All(viewers, viewer => Assert.InRange(viewer.GetProperty("bytesOut").GetInt64(), 500, 10_000));
    }

    [Fact]
    public async Task GStreamerDecodesFromTheGroup()
    {
        await Skip.UnlessGStreamerHasAsync("rtspsrc", "avdec_h264");
        await using NetworkNamespace serving = await NetworkNamespace.CreateAsync();
        await using NetworkNamespace viewing = await NetworkNamespace.CreateAsync();
        await NetworkNamespace.JoinAsync(serving, ServerAddress, viewing, ViewerAddress);
        await using NamespacedServer server = await NamespacedServer.StartAsync(serving);
        await using ClientProcess publisher = serving.Start("ffmpeg", FfmpegPublisher.RtspArguments(await TestMedia.GetAsync(Clips.Plain), "rtsp://127.0.0.1:8554/cam1", "tcp"));
        await server.WaitForTextAsync("sends H.264");
        await using ClientProcess player = viewing.Start(
            "gst-launch-1.0",
            [
                "-q", "rtspsrc", "name=source", $"location={Url}", "protocols=udp-mcast", "!", "application/x-rtp,media=video", "!", "rtph264depay", "!", "h264parse", "!", "avdec_h264", "!", "queue", "!",
                "videocrop", "top=8", $"bottom={Clips.Plain.Height - 24}", "!", "videoconvert", "!", "videoscale", "!", $"video/x-raw,format=GRAY8,width={Barcode.BytesPerFrame},height=1", "!",
                "fdsink", "fd=1", "sync=false", .. GStreamerPlayer.TakeSound,
            ]);
        await WaitForFramesAsync(player, 120);
    }

    private static ClientProcess Play(NetworkNamespace network, string url) => network.Start(
        "ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "fatal", "-rtsp_transport", "udp_multicast", "-i", url, "-map", "0:v:0", "-vf", Barcode.DecodeFilter,
        "-fps_mode", "passthrough", "-f", "rawvideo", "-flush_packets", "1", "-");

    /// <summary>Waits for decoded frames; behind the first key frame, where the listener came in, every one follows the one before.</summary>
    private static async Task WaitForFramesAsync(ClientProcess player, int count)
    {
        await Eventually.Value(
            () => Decoded(player) >= count ? player : null,
            () => $"{count} frames come, only {Decoded(player)} did. {player.Errors}",
            TimeSpan.FromSeconds(40),
            TestContext.Current.CancellationToken);
        uint[] numbers = Barcode.Decode(player.OutputBytes);
        int begin = Array.FindIndex(numbers, number => number % Clips.Plain.KeyFrameInterval == 0);
        Assert.InRange(begin, 0, Clips.Plain.KeyFrameInterval);
        Assert.True(new BarcodeReport(numbers[begin..]).IsContinuous, new BarcodeReport(numbers[begin..]).ToString());
    }

    private static int Decoded(ClientProcess player) => player.OutputBytes.Length / Barcode.BytesPerFrame;
}
