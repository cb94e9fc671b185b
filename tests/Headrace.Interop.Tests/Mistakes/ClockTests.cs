using Headrace.Interop.Tests.Server;

namespace Headrace.Interop.Tests.Mistakes;

/// <summary>A camera whose clock is wrong. (The server's own is set in a test of the server.)</summary>
[Trait("Speed", "slow")]
public sealed class ClockTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task CameraAnHourOffIsNamedAndItsDatesAreNotBelieved(int hours)
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--hls:alwaysOn", "true");
        await using SkewedCamera camera = SkewedCamera.Start(server.Rtsp("cam1"), TimeSpan.FromHours(hours));
        await Troubleshooting.IsSaidAsync("The camera's clock is wrong", () => server.Log);
        Assert.Contains($"differs from this machine's by {(hours > 0 ? "+" : "-")}3600 s", server.Log, StringComparison.Ordinal);
        await server.StopAsync();
    }
}
