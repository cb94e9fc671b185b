using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.TestKit.Tests.Clips;

public sealed class TestMediaTests
{
    private static readonly TestClip Small = new() { Width = 320, Height = 180, Seconds = 2, KeyFrameInterval = 15 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, TestClip> Clips => new()
    {
        { "H.264, AAC", Small },
        { "H.264 with a pyramid of B-frames, Opus", Small with { BFrames = 3, Audio = AudioCodec.Opus } },
        { "H.264 with open groups, PCMU", Small with { BFrames = 2, HasOpenGops = true, Audio = AudioCodec.Pcmu } },
        { "H.264 of a width that is no multiple of 32, 29.97 fps, PCMA", Small with { Width = 426, Height = 240, FrameRate = "30000/1001", Audio = AudioCodec.Pcma } },
        { "H.265, AAC", Small with { Video = VideoCodec.H265, BFrames = 2 } },
        { "variable frame rate, silent", Small with { IsVariableRate = true, Audio = AudioCodec.None } },
    };

    [Theory]
    [MemberData(nameof(Clips))]
    public async Task EveryFrameOfAClipCarriesItsNumber(string name, TestClip clip)
    {
        BarcodeReport report = await BarcodeDecoder.ReadAsync(await TestMedia.GetAsync(clip), cancellation: Cancellation);
        Assert.True(report.IsContinuous, $"{name}: {report}");
        Assert.Equal(0u, report.Numbers[0]);
        Assert.Equal(clip.IsVariableRate ? 44 : 60, report.Frames);
    }

    [Fact]
    public async Task ClipOfAToneAloneHasNoPicture()
    {
        string path = await TestMedia.GetAsync(new TestClip { Video = VideoCodec.None, Seconds = 2 });
        string streams = await ClientProcess.RunAsync("ffprobe", ["-v", "error", "-show_entries", "stream=codec_name,sample_rate,channels", "-of", "csv=p=0", path], cancellation: Cancellation);
        Assert.Equal("aac,48000,2", streams.Trim());
    }

    [Fact]
    public async Task OpenGroupsHaveRandomAccessPointsThatAreNotIdr()
    {
        string closed = await TestMedia.GetAsync(Small with { BFrames = 2, Audio = AudioCodec.None });
        string open = await TestMedia.GetAsync(Small with { BFrames = 2, HasOpenGops = true, Audio = AudioCodec.None });
        Assert.Equal(4, await CountAsync(closed, nalType: 5));
        Assert.Equal(1, await CountAsync(open, nalType: 5));
    }

    [Fact]
    public async Task HashesAreTheSameWhateverTheCarrier()
    {
        string mp4 = await TestMedia.GetAsync(Small with { BFrames = 2, Audio = AudioCodec.None });
        using TemporaryFolder folder = new();
        string ts = Path.Combine(folder.Path, "copy.ts");
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-i", mp4, "-c", "copy", ts], cancellation: Cancellation);
        IReadOnlyList<FrameHash> original = await FrameHashes.ReadAsync(mp4, video: VideoCodec.H264, cancellation: Cancellation);
        IReadOnlyList<FrameHash> copied = await FrameHashes.ReadAsync(ts, video: VideoCodec.H264, cancellation: Cancellation);
        Assert.Equal(60, original.Count);
        Assert.Equal(original.Select(frame => frame.Hash), copied.Select(frame => frame.Hash));
    }

    [Fact]
    public async Task ClockInThePictureIsTheWallClock()
    {
        Skip.UnlessInstalled("ffmpeg");
        uint before = Now();
        BarcodeReport report = await BarcodeDecoder.ReadAsync(Barcode.ClockGraph(320, 180, "30"), frames: 30, inputOptions: ["-f", "lavfi"], cancellation: Cancellation);
        uint after = Now();
        Assert.Equal(30, report.Frames);
        Assert.All(report.Numbers, shown => Assert.InRange(unchecked(shown - before), 0u, unchecked(after - before)));
        Assert.Equal(0, report.Backwards);
    }

    private static uint Now() => unchecked((uint)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    private static async Task<int> CountAsync(string path, int nalType)
    {
        // Kept packets are those of the wanted NAL unit type; a packet without one is empty and not written.
        string types = string.Join('|', Enumerable.Range(0, 32).Where(t => t != nalType));
        string text = await ClientProcess.RunAsync(
            "ffmpeg", ["-nostdin", "-loglevel", "quiet", "-i", path, "-c", "copy", "-bsf:v", $"h264_mp4toannexb,filter_units=remove_types={types}", "-f", "framemd5", "-"], cancellation: Cancellation);
        return FrameHashes.Parse(text).Count;
    }
}
