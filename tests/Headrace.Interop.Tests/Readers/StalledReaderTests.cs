using System.Globalization;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Readers;

/// <summary>Viewers that stop to read, beside one who does not.</summary>
[Trait("Speed", "slow")]
public sealed class StalledReaderTests
{
    private const string Stream = "cam1";

    /// <summary>Bytes of media that a stream holds less at one time than at another, because key frames come and go.</summary>
    private const long Ripple = 600_000;

    /// <summary>What ffmpeg says of a step in the sequence numbers of more than 3,000 (RFC 3550, A.1).</summary>
    private const string NumbersJump = "bad cseq";

    [Fact]
    [Trait("Pain", "11")]
    public async Task StoppedViewerGoesOnAtAKeyFrameWithoutABrokenPicture()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await NoiseAsync(), server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        Task<BarcodeReport> healthy = FfmpegPlayer.PlayRtspAsync(server.Rtsp(Stream), 540);
        await using ClientProcess stopped = StartDecoding(server.Rtsp(Stream));
        await Eventually.True(() => Numbers(stopped).Length > 60, "the viewer that will stop has begun", cancellation: TestContext.Current.CancellationToken);

        stopped.Send(UnixSignal.Stop);
        await server.WaitForMoreUnitsAsync(Stream, 240);
        stopped.Send(UnixSignal.Continue);
        int before = Numbers(stopped).Length;
        await Eventually.True(() => Numbers(stopped).Length > before + 120, "the viewer goes on", cancellation: TestContext.Current.CancellationToken);
        stopped.Send(UnixSignal.Terminate);
        await stopped.WaitForExitAsync(cancellation: TestContext.Current.CancellationToken);

        Run.AssertIsContinuous(await healthy, 540);
        BarcodeReport report = new(Numbers(stopped));
        Assert.True(report.Missing > 30 && report.Backwards == 0 && report.Repeated == 0, report.ToString());
        Assert.DoesNotContain(stopped.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => !line.Contains(NumbersJump, StringComparison.Ordinal));
        Assert.Matches("is [2-9][0-9]{3} ms behind and goes on at the next key frame", server.Log);
        await server.StopAsync();
    }

    [Fact]
    public async Task ViewersThatNeverReadAreEndedAndCostTheOthersNothing()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        await server.WaitForMoreUnitsAsync(Stream, 150);
        Task<BarcodeReport> healthy = FfmpegPlayer.PlayRtspAsync(server.Rtsp(Stream), 540);
        await server.WaitForMoreUnitsAsync(Stream, 30);
        long memory = await server.CensusAsync("memoryBytes");
        List<SocketViewer> silent = [];
        for (int i = 0; i < 20; i++)
        {
            silent.Add(await SocketViewer.ConnectAsync(server.Rtsp(Stream), receiveBuffer: 4096));
            await silent[i].DescribeAsync();
            await silent[i].PlayAsync();
        }

        long most = 0;
        await Eventually.True(
            async () =>
            {
                most = Math.Max(most, await server.CensusAsync("memoryBytes"));
                return (await server.SessionsAsync("rtsp", "viewer")).Count == 1;
            },
            "the viewers that do not read are ended",
            TimeSpan.FromSeconds(40),
            TestContext.Current.CancellationToken);
        foreach (SocketViewer viewer in silent) viewer.Dispose();
        Assert.Equal(20, server.Log.Split("left (TooSlow)").Length - 1);
        Assert.InRange(most, 0, memory + Ripple);
        Run.AssertIsContinuous(await healthy, 540);
        await server.StopAsync();
    }

    /// <summary>So many bits that no kernel buffers what a viewer does not read for long.</summary>
    private static Task<string> NoiseAsync() => DerivedMedia.GetAsync("noise-640x360-10M-40s.mp4", path => ClientProcess.RunAsync(
        "ffmpeg",
        [
            "-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-f", "lavfi", "-i", Barcode.NumberedGraph(640, 360, "30", 40) + ",noise=alls=50:allf=t",
            "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "10M", "-g", "30", path,
        ],
        TimeSpan.FromMinutes(3),
        TestContext.Current.CancellationToken));

    private static ClientProcess StartDecoding(string url)
    {
        Skip.UnlessInstalled("ffmpeg");
        string[] decode = ["-map", "0:v:0", "-vf", $"{Barcode.DecodeFilter},setpts=N", "-fps_mode", "passthrough", "-f", "rawvideo", "-flush_packets", "1", "-"];
        return ClientProcess.Start("ffmpeg", ["-nostdin", "-hide_banner", "-loglevel", "error", "-rtsp_transport", "tcp", "-i", url, .. decode]);
    }

    private static uint[] Numbers(ClientProcess process) => Barcode.Decode(process.OutputBytes);
}
