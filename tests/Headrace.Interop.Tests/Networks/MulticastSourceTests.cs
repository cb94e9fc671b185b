using Headrace.Interop.Tests.Players;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Networks;

/// <summary>An encoder and a server in two networks with a cable between them: the encoder sends to a group, of which the server hears this sender alone.</summary>
[Trait("Speed", "slow")]
public sealed class MulticastSourceTests
{
    private const string ServerAddress = "10.77.0.1";
    private const string EncoderAddress = "10.77.0.2";

    [Fact]
    public async Task TheGroupOfOneSenderIsPublishedAndAGroupOfIPv6()
    {
        await using NetworkNamespace serving = await NetworkNamespace.CreateAsync();
        await using NetworkNamespace sending = await NetworkNamespace.CreateAsync();
        await NetworkNamespace.JoinAsync(serving, ServerAddress, sending, EncoderAddress);
        await serving.RunAsync("ip", "address", "add", "fd77::1/64", "dev", "cable", "nodad");
        await sending.RunAsync("ip", "address", "add", "fd77::2/64", "dev", "cable", "nodad");
        await using NamespacedServer server = await NamespacedServer.StartAsync(
            serving, "--streams:sat:source", $"udp+mpegts://232.1.2.3:5000?localaddr={ServerAddress}&source={EncoderAddress}",
            "--streams:six:source", "udp+mpegts://[ff15::77]:5002?interface=cable");
        await using ClientProcess encoder = sending.Start(
            "ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "warning", "-re", "-i", await TestMedia.GetAsync(Clips.Plain), "-c", "copy", "-f", "mpegts",
            $"udp://232.1.2.3:5000?pkt_size=1316&localaddr={EncoderAddress}");
        await using ClientProcess other = sending.Start(
            "ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "warning", "-re", "-i", await TestMedia.GetAsync(Clips.Plain), "-c", "copy", "-f", "mpegts", "udp://[ff15::77]:5002?pkt_size=1316");
        await server.WaitForTextAsync("sends program 1 of a transport stream: H.264");
        Assert.Contains("232.1.2.3", await serving.RunAsync("ip", "maddress", "show", "dev", "cable"), StringComparison.Ordinal);
        Assert.Contains("ff15::77", await serving.RunAsync("ip", "maddress", "show", "dev", "cable"), StringComparison.Ordinal);
        await Eventually.True(async () => (await server.GetAsync("streams/six")).GetProperty("state").GetString() == "active", $"the group of IPv6 is published: {other.Errors}", cancellation: TestContext.Current.CancellationToken);
        await using ClientProcess player = serving.Start(
            "ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-rtsp_transport", "tcp", "-i", "rtsp://127.0.0.1:8554/sat", "-map", "0:v:0", "-vf", Barcode.DecodeFilter,
            "-fps_mode", "passthrough", "-f", "rawvideo", "-flush_packets", "1", "-");
        await Eventually.True(() => player.OutputBytes.Length >= 90 * Barcode.BytesPerFrame, "frames come", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Run.AssertIsContinuous(new BarcodeReport(Barcode.Decode(player.OutputBytes)), 90);
    }
}
