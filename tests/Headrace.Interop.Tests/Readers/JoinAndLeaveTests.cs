using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Readers;

/// <summary>Viewers come and go, politely or not: when all have gone, nothing is left of them.</summary>
[Trait("Speed", "slow")]
public sealed class JoinAndLeaveTests
{
    private const string Stream = "cam1";
    private const int Viewers = 200;

    /// <summary>One of each kind, so that the playlists share one connection of the test's own.</summary>
    private const int AtATime = 5;

    private static readonly string[] Nothing = ["streams", "sessions", "viewers", "branches", "children", "buffers", "bufferBytes", "memoryBytes"];

    [Fact]
    [Trait("Pain", "7")]
    public async Task CensusIsWhatItWasAfterTwoHundredViewers()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--defaults:publisherGrace", "1s");
        long connections = await server.CensusAsync("connections");
        ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp(Stream));
        await using (publisher)
        {
            await server.WaitForStreamAsync(Stream);
            for (int i = 0; i < Viewers; i += AtATime) await Task.WhenAll(Enumerable.Range(i, AtATime).Select(number => ViewAsync(server, number)));
            await Eventually.True(async () => await server.CensusAsync("sessions") == 1, "only the publisher is left", TimeSpan.FromSeconds(40));
        }

        JsonElement census = default;
        await Eventually.Value(
            async () =>
            {
                census = await server.GetAsync("census");
                return census.GetProperty("connections").GetInt64() == connections && Nothing.All(figure => census.GetProperty(figure).GetInt64() == 0) ? "" : null;
            },
            () => $"nothing is left: {census}",
            TimeSpan.FromSeconds(40),
            TestContext.Current.CancellationToken);
        Assert.DoesNotContain("InternalError", server.Log, StringComparison.Ordinal);
        await server.StopAsync();
    }

    private static async Task ViewAsync(HeadraceProcess server, int number)
    {
        if (number % AtATime == 4)
        {
            await LivePlaylist.ReadAsync(server, Stream);
            return;
        }

        using SocketViewer viewer = await SocketViewer.ConnectAsync(server.Rtsp(Stream));
        await viewer.DescribeAsync();
        if (number % AtATime == 3) return;
        await viewer.PlayAsync();
        await viewer.ReadAsync(20_000);
        if (number % AtATime == 1) await viewer.TearDownAsync();
        else if (number % AtATime == 2) viewer.Reset();
    }
}
