using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Rtsp;

/// <summary>With many viewers of a stream, several frames of its sound go in one packet: ffmpeg and GStreamer get each of them as it was.</summary>
[Trait("Speed", "slow")]
public sealed class RtspCrowdTests
{
    private const int Viewers = 20;

    /// <summary>Of some seconds.</summary>
    private const int SoundBytes = 30_000;

    [Fact]
    public async Task SoundComesOutAsItWentInWhateverReadsIt()
    {
        string file = await TestMedia.GetAsync(Clips.Plain);
        IReadOnlyList<FrameHash> sent = await FrameHashes.ReadAsync(file, "a:0", cancellation: TestContext.Current.CancellationToken);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        using CancellationTokenSource leaving = new();
        Task[] crowd = [.. Enumerable.Range(0, Viewers).Select(_ => WatchAsync(server.Rtsp("cam1"), leaving.Token))];
        await Eventually.True(async () => await server.CensusAsync("viewers") >= Viewers, "all watch");
        foreach (string transport in (string[])["tcp", "udp"])
        {
            IReadOnlyList<FrameHash> received = await FrameHashes.ReadAsync(
                server.Rtsp("cam1"), "a:0", seconds: 4, inputOptions: ["-rtsp_transport", transport], cancellation: TestContext.Current.CancellationToken);
            Run.AssertIsPartOf(sent, received, atLeast: 100);
            Run.AssertIsPartOf(sent, await ReadByGStreamerAsync(server.Rtsp("cam1"), transport), atLeast: 50);
        }

        Assert.All(crowd, viewer => Assert.False(viewer.IsFaulted));
        await leaving.CancelAsync();
        await Task.WhenAll(crowd);
        await server.StopAsync();
    }

    private static async Task WatchAsync(string url, CancellationToken leaving)
    {
        using SocketViewer viewer = await SocketViewer.ConnectAsync(url);
        await viewer.DescribeAsync();
        await viewer.PlayAsync();
        while (!leaving.IsCancellationRequested) await viewer.ReadAsync(1);
    }

    private static async Task<IReadOnlyList<FrameHash>> ReadByGStreamerAsync(string url, string transport)
    {
        await Skip.UnlessGStreamerHasAsync("rtspsrc", "rtpmp4gdepay", "matroskamux");
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string file = Path.Combine(folder, "sound.mkv");
            string[] sound = ["rtspsrc", $"location={url}", $"protocols={transport}", "!", "application/x-rtp,media=audio", "!", "rtpmp4gdepay", "!", "aacparse", "!"];
            await using (ClientProcess.Start("gst-launch-1.0", ["-q", .. sound, "matroskamux", "streamable=true", "!", "filesink", "buffer-mode=unbuffered", $"location={file}"]))
            {
                await Eventually.True(() => File.Exists(file) && new FileInfo(file).Length > SoundBytes, "enough sound is written");
            }

            // The last frame may be cut off.
            return [.. (await FrameHashes.ReadAsync(file, "a:0", cancellation: TestContext.Current.CancellationToken)).SkipLast(1)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
