using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Tracks;

/// <summary>Streams without sound: every access unit comes out as it went in, whatever the order of its pictures and its carrier.</summary>
[Trait("Speed", "slow")]
public sealed class PictureOnlyTests
{
    private const string Stream = "cam1";
    private static readonly string[] OverTcp = ["-rtsp_transport", "tcp"];

    [Theory]
    [InlineData(VideoCodec.H264, 0, false)]
    [InlineData(VideoCodec.H264, 2, false)]
    [InlineData(VideoCodec.H264, 7, false)]
    [InlineData(VideoCodec.H264, 3, true)]
    [InlineData(VideoCodec.H265, 0, false)]
    [InlineData(VideoCodec.H265, 4, true)]
    public async Task EveryUnitComesOutOverRtspAndInSegments(VideoCodec codec, int bFrames, bool hasOpenGops)
    {
        TestClip clip = new() { Video = codec, Audio = AudioCodec.None, BFrames = bFrames, HasOpenGops = hasOpenGops, Width = 320, Height = 180, Seconds = 12 };
        string file = await TestMedia.GetAsync(clip);
        IReadOnlyList<FrameHash> sent = await FrameHashes.ReadAsync(file, "v:0", codec, cancellation: TestContext.Current.CancellationToken);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--hls:alwaysOn", "true");
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        IReadOnlyList<FrameHash> received = await FrameHashes.ReadAsync(server.Rtsp(Stream), "v:0", codec, seconds: 6, inputOptions: OverTcp, cancellation: TestContext.Current.CancellationToken);
        // Who joins at an open group does not get the pictures that follow its first one and refer to what was before it.
        Run.AssertIsPartOf(sent, hasOpenGops ? [.. received.Skip(1)] : received, atLeast: 150);

        await server.WaitForTimeInStateAsync(Stream, "inactive", TimeSpan.Zero);
        using TemporaryFolder folder = new();
        string segments = Assert.Single(await (await LivePlaylist.ReadAsync(server, Stream)).SaveAsync(server.Http, folder.Path));
        Run.AssertIsPartOf(sent, await FrameHashes.ReadAsync(segments, "v:0", codec, cancellation: TestContext.Current.CancellationToken), atLeast: 270);
        Run.AssertIsContinuous(await BarcodeDecoder.ReadAsync(segments), 270);
        await server.StopAsync();
    }
}
