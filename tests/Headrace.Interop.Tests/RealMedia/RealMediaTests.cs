using Headrace.Interop.Tests.Playlists;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.RealMedia;

/// <summary>Files of other projects, where the machine has them, published again and again by stream copy: every unit comes out as it went in, in order.</summary>
[Trait("Speed", "slow")]
public sealed class RealMediaTests
{
    private const string Stream = "real";
    private static readonly TimeSpan Checked = TimeSpan.FromSeconds(8);
    private static readonly string[] OverTcp = ["-rtsp_transport", "tcp"];

    [Theory]
    [InlineData("bear-1280x720.mp4", VideoCodec.H264, 80)]
    [InlineData("bear-640x360-hevc.mp4", VideoCodec.H265, 80)]
    [InlineData("sintel-1024x436.mp4", VideoCodec.H264, 80)]
    [InlineData("edit_list_positive_shift.mp4", VideoCodec.H264, 80)]
    [InlineData("sample-with-key-frame-index.flv", VideoCodec.H264, 60)]
    [InlineData("bear-vp8a.webm", VideoCodec.None, 80)]
    public async Task PicturesComeOutOfRtspAsTheyWentIn(string name, VideoCodec codec, int frames)
    {
        string file = PathOf(name);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = Publish(file, server);
        await server.WaitForStreamAsync(Stream);
        IReadOnlyList<FrameHash> received = await FrameHashes.ReadAsync(server.Rtsp(Stream), "v:0", codec, seconds: 5, inputOptions: OverTcp, cancellation: TestContext.Current.CancellationToken);
        AssertIsCycleOf(await FrameHashes.ReadAsync(file, "v:0", codec, cancellation: TestContext.Current.CancellationToken), received, frames);
        await server.StopAsync();
    }

    [Theory]
    [InlineData("id3_test.mp3", 150)]
    [InlineData("sintel-1024x436.mp4", 200)]
    public async Task SoundComesOutOfRtspAsItWentIn(string name, int frames)
    {
        string file = PathOf(name);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = Publish(file, server);
        await server.WaitForStreamAsync(Stream);
        IReadOnlyList<FrameHash> received = await FrameHashes.ReadAsync(server.Rtsp(Stream), "a:0", seconds: 5, inputOptions: OverTcp, cancellation: TestContext.Current.CancellationToken);
        AssertIsCycleOf(await FrameHashes.ReadAsync(file, "a:0", cancellation: TestContext.Current.CancellationToken), received, frames);
        await server.StopAsync();
    }

    [Theory]
    [InlineData("bear-640x360.ts")]
    [InlineData("bear-640x360-hevc.ts")]
    [InlineData("sintel-1024x436.mp4")]
    public async Task PlaylistsOfThemKeepEveryRule(string name)
    {
        string file = PathOf(name);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = Publish(file, server);
        await server.WaitForStreamAsync(Stream);
        // Where a file begins again its last frame may be longer or shorter than the others.
        await PlaylistCheck.AssertIsCleanAsync(server.Hls(Stream), Checked, isFrameRateVariable: true);
        await server.StopAsync();
    }

    /// <summary>Of MPEG-TS the pictures only: ffmpeg cannot make AAC of ADTS for RTP over the end of a file.</summary>
    private static ClientProcess Publish(string file, HeadraceProcess server) => Path.GetExtension(file) == ".ts"
        ? CopyPublisher.StartLooped(file, "0:v", server.Rtsp(Stream))
        : CopyPublisher.StartLooped(file, server.Rtsp(Stream));

    private static string PathOf(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("HEADRACE_TEST_MEDIA");
        Assert.SkipWhen(folder is null || !File.Exists(Path.Combine(folder, name)), "The media are not here.");
        return Path.Combine(folder!, name);
    }

    /// <summary>Checks that what came is what was sent, from somewhere on, again from its beginning after its end.</summary>
    private static void AssertIsCycleOf(IReadOnlyList<FrameHash> sent, IReadOnlyList<FrameHash> received, int atLeast)
    {
        Assert.True(received.Count >= atLeast, $"{received.Count} frames came, {atLeast} were wanted.");
        IEnumerable<int> starts = Enumerable.Range(0, sent.Count).Where(at => sent[at].Hash == received[0].Hash);
        Assert.Contains(starts, start => received.Select((frame, i) => frame.Hash == sent[(start + i) % sent.Count].Hash).All(isSame => isSame));
    }
}
