using Headrace.Interop.Tests.Networks;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Mistakes;

/// <summary>Ports that are taken, and programs that come to the wrong one.</summary>
[Trait("Speed", "slow")]
public sealed class PortTests
{
    [Fact]
    public async Task PortThatWasSetAndIsTakenEndsTheStart()
    {
        await using HeadraceProcess first = await HeadraceProcess.StartAsync();
        string said = await HeadraceProcess.FailAsync(Surroundings.None, "--rtsp:listen", new Uri(first.Rtsp("")).Authority);
        Troubleshooting.IsSaid("A port that was set is taken", said);
        await first.StopAsync();
    }

    [Fact]
    public async Task PortThatIsTakenByChanceSwitchesItsProtocolOff()
    {
        await using NetworkNamespace network = await NetworkNamespace.CreateAsync();
        await using NamespacedServer first = await NamespacedServer.StartAsync(network);
        await using NamespacedServer second = await NamespacedServer.StartAsync(network, "--http:listen", ":8081");
        await Troubleshooting.IsSaidAsync("A usual port is taken", () => second.Log);
    }

    [Fact]
    public async Task ProtocolOnThePortOfAnotherIsNamed()
    {
        Skip.UnlessInstalled("ffmpeg", "curl");
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        string http = server.Http.BaseAddress!.Authority;
        string rtsp = new Uri(server.Rtsp("")).Authority;
        await FailAsync("curl", "-s", "-m", "5", $"http://{rtsp}/cam1/index.m3u8");
        await FailAsync("curl", "-s", "-m", "5", $"http://127.0.0.1:{server.RtmpPort}/cam1.flv");
        await FailAsync("ffmpeg", "-nostdin", "-rtsp_transport", "tcp", "-i", $"rtsp://{http}/cam1");
        await FailAsync("ffmpeg", "-nostdin", "-i", $"rtmp://{http}/cam1");
        await FailAsync("ffmpeg", "-nostdin", "-i", $"rtmp://{rtsp}/cam1");
        await Troubleshooting.IsSaidAsync("A program comes to the wrong port", () => server.Log);
        await server.StopAsync();
    }

    private static async Task FailAsync(string program, params string[] arguments)
    {
        await using ClientProcess client = ClientProcess.Start(program, arguments);
        Assert.NotEqual(0, await client.WaitForExitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }
}
