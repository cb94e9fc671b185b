using Headrace.Interop.Tests.Networks;
using Headrace.Interop.Tests.Publishers;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Mistakes;

/// <summary>A firewall that lets TCP through and drops UDP.</summary>
[Trait("Speed", "slow")]
public sealed class FirewallTests
{
    [Fact]
    public async Task CameraThatDoesNotComeOverUdpIsTakenOverTcpAndThatIsSaid()
    {
        string file = await TestMedia.GetAsync(Clips.Plain);
        await Skip.UnlessGStreamerHasAsync("rtph264pay", "qtdemux");
        await using NetworkNamespace network = await NetworkNamespace.CreateAsync();
        await DropUdpAsync(network);
        await using ClientProcess camera = network.Start("/usr/bin/python3", Path.Combine(TestFolders.Root, "tests/clients/rtsp_camera.py"), "554", file, "h264", "aac");
        await camera.WaitForTextAsync("listens", cancellation: TestContext.Current.CancellationToken);
        await using NamespacedServer server = await NamespacedServer.StartAsync(network, "--streams:cam1:source", "rtsp://127.0.0.1:554/cam");
        await Troubleshooting.IsSaidAsync("UDP from a camera does not get through", () => server.Log);
        await server.WaitForTextAsync("sends H.264");
    }

    [Fact]
    public async Task PublisherWhoseMediaDoesNotComeIsToldWhichPortsToOpen()
    {
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using NetworkNamespace network = await NetworkNamespace.CreateAsync();
        await DropUdpAsync(network);
        await using NamespacedServer server = await NamespacedServer.StartAsync(network);
        await using ClientProcess publisher = network.Start("ffmpeg", FfmpegPublisher.RtspArguments(file, "rtsp://127.0.0.1:8554/cam1", "udp"));
        await Troubleshooting.IsSaidAsync("UDP from a publisher does not get through", () => server.Log);
    }

    private static async Task DropUdpAsync(NetworkNamespace network)
    {
        Skip.UnlessInstalled("iptables");
        await using ClientProcess rule = network.Start("iptables", "-A", "INPUT", "-p", "udp", "-j", "DROP");
        Skip.Unless(await rule.WaitForExitAsync() == 0, $"iptables cannot drop datagrams here: {rule.Errors.Trim()}");
    }
}
