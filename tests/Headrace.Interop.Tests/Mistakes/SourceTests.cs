using Headrace.Interop.Tests.Networks;
using Headrace.Interop.Tests.Pull;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Mistakes;

/// <summary>URLs of cameras that are wrong in each of their parts.</summary>
[Trait("Speed", "slow")]
public sealed class SourceTests
{
    [Fact]
    public async Task PathThatTheCameraDoesNotHaveIsSaid()
    {
        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(Clips.Plain);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:cam1:source", camera.Url + "2");
        await Troubleshooting.IsSaidAsync("The camera has no such path", () => server.Log);
        await LastErrorIsSaidAsync(server, "The same in the API");
        await server.StopAsync();
    }

    [Fact]
    public async Task PortOfTheCamerasWebPageIsSaid()
    {
        await using HeadraceProcess web = await HeadraceProcess.StartAsync();
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:cam1:source", $"rtsp://{web.Http.BaseAddress!.Authority}/cam");
        await Troubleshooting.IsSaidAsync("The port is that of the camera's web page", () => server.Log);
        await server.StopAsync();
        await web.StopAsync();
    }

    [Fact]
    public async Task WrongPasswordAndNoneAreSaid()
    {
        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(Clips.Plain, "admin", "se-cret");
        await using HeadraceProcess server = await HeadraceProcess.StartAsync(
            "--streams:cam1:source", camera.Url.Replace("se-cret", "guess", StringComparison.Ordinal), "--streams:cam2:source", camera.Url.Replace("admin:se-cret@", "", StringComparison.Ordinal));
        await Troubleshooting.IsSaidAsync("The camera refuses the password", () => server.Log);
        Assert.DoesNotContain("guess", server.Log, StringComparison.Ordinal);
        await server.StopAsync();
    }

    [Fact]
    public async Task HostThatIsNotReachedIsSaid()
    {
        Skip.UnlessInstalled("iptables");
        await using NetworkNamespace network = await NetworkNamespace.CreateAsync();
        await using ClientProcess rule = network.Start("iptables", "-A", "INPUT", "-p", "tcp", "--dport", "555", "-j", "DROP");
        Skip.Unless(await rule.WaitForExitAsync() == 0, $"iptables cannot drop packets here: {rule.Errors.Trim()}");
        await using NamespacedServer server = await NamespacedServer.StartAsync(
            network, "--streams:name:source", "rtsp://camera.invalid/cam", "--streams:port:source", "rtsp://127.0.0.1:554/cam", "--streams:address:source", "rtsp://10.255.0.9/cam",
            "--streams:silent:source", "rtsp://127.0.0.1:555/cam");
        await Troubleshooting.IsSaidAsync("The name is not known", () => server.Log);
        await Troubleshooting.IsSaidAsync("Nothing listens there", () => server.Log);
        await Troubleshooting.IsSaidAsync("There is no way to the address", () => server.Log);
        await Troubleshooting.IsSaidAsync("Nobody answers", () => server.Log);
    }

    private static async Task LastErrorIsSaidAsync(HeadraceProcess server, string heading)
    {
        string? error = null;
        await Eventually.True(
            async () => (error = (await server.GetAsync("streams/cam1")).GetProperty("inputs")[0].GetProperty("lastError").GetString()) is not null,
            "the input has an error", cancellation: TestContext.Current.CancellationToken);
        Troubleshooting.IsSaid(heading, error!);
    }
}
