using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Sessions;

/// <summary>A viewer that stops reading: its process is stopped with its socket open.</summary>
[Trait("Speed", "slow")]
public sealed class SlowViewerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task SkipsToAKeyFrameAndHarmsNobody()
    {
        string file = await TestMedia.GetAsync(Clips.Plain with { Width = 1280, Height = 720, Seconds = 60 });
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        await using ClientProcess good = FfmpegPlayer.StartRtsp(server.Rtsp("cam1"));
        await using ClientProcess slow = FfmpegPlayer.StartRtsp(server.Rtsp("cam1"));
        await WaitForFramesAsync(slow, 30);
        slow.Send(UnixSignal.Stop);
        await WaitUntilStuckAsync(server);
        slow.Send(UnixSignal.Continue);
        await Eventually.True(() => FfmpegPlayer.Decoded(slow).Missing > 0, "the slow viewer gets what is live again", Patience, TestContext.Current.CancellationToken);
        await WaitForFramesAsync(slow, FfmpegPlayer.Decoded(slow).Frames + 60);

        BarcodeReport skipped = FfmpegPlayer.Decoded(slow);
        Assert.True(skipped.Backwards == 0 && skipped.Repeated == 0, skipped.ToString());
        Assert.Equal("", slow.Errors);
        Assert.True(FfmpegPlayer.Decoded(good).IsContinuous, FfmpegPlayer.Decoded(good).ToString());
        Assert.Equal("", good.Errors);
        Assert.Equal(1, (await server.SessionsAsync("rtsp", "viewer")).Count(viewer => viewer.GetProperty("skips").GetInt32() > 0));
        await server.StopAsync();
    }

    private static Task WaitForFramesAsync(ClientProcess viewer, int frames) => Eventually.True(
        () => FfmpegPlayer.Decoded(viewer).Frames >= frames, $"{frames} frames are decoded", Patience, TestContext.Current.CancellationToken);

    /// <summary>Waits until the sockets between the server and one of its viewers have been full for longer than a viewer may lag.</summary>
    private static async Task WaitUntilStuckAsync(HeadraceProcess server)
    {
        const int Frames = 120;
        Dictionary<string, (long Bytes, long Since)> seen = [];
        await Eventually.True(IsStuckAsync, "a viewer takes nothing any more", Patience, TestContext.Current.CancellationToken);

        async Task<bool> IsStuckAsync()
        {
            long now = await server.UnitsAsync("cam1");
            foreach (JsonElement viewer in await server.SessionsAsync("rtsp", "viewer"))
            {
                string id = viewer.GetProperty("id").GetString()!;
                long bytes = viewer.GetProperty("bytesOut").GetInt64();
                if (!seen.TryGetValue(id, out (long Bytes, long Since) last) || last.Bytes != bytes) seen[id] = (bytes, now);
                else if (now - last.Since >= Frames) return true;
            }
            return false;
        }
    }
}
