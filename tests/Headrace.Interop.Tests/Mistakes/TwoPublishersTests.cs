using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Mistakes;

/// <summary>Two encoders with one stream's name.</summary>
[Trait("Speed", "slow")]
public sealed class TwoPublishersTests
{
    [Fact]
    public async Task SecondOneTakesOverAndBothAreNamed()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await MeetAsync(server, "Two publishers have one name");
        await server.StopAsync();
    }

    [Fact]
    public async Task SecondOneIsRefusedWhereThatIsWanted()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--defaults:overridePublisher", "false");
        await MeetAsync(server, "A second publisher is refused");
        await server.StopAsync();
    }

    private static async Task MeetAsync(HeadraceProcess server, string heading)
    {
        string file = await TestMedia.GetAsync(Clips.Plain);
        await using ClientProcess first = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        await using ClientProcess second = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"));
        await Troubleshooting.IsSaidAsync(heading, () => server.Log);
    }
}
