using Headrace.Media.Buffers;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.Mp4.Strangers;

/// <summary>ffmpeg reads what we write, and we read what ffmpeg writes: the same frames, at the same times, and all of them decode.</summary>
public sealed class FfmpegReadsFragmentsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MediaBufferPool _pool = new();

    public static TheoryData<string, TestClip, string> Clips => new()
    {
        { "H.264", new TestClip { Seconds = 4 }, "v:0" },
        { "H.264 with a B-pyramid and open GOPs", new TestClip { Seconds = 4, BFrames = 3, HasOpenGops = true }, "v:0" },
        { "H.264 with a varying rate", new TestClip { Seconds = 4, IsVariableRate = true }, "v:0" },
        { "H.264 at 29.97", new TestClip { Seconds = 4, FrameRate = "30000/1001", BFrames = 2 }, "v:0" },
        { "Opus", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Opus, Seconds = 4 }, "a:0" },
        { "FLAC", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Flac, Seconds = 4 }, "a:0" },
        { "H.265", new TestClip { Video = VideoCodec.H265, Audio = AudioCodec.None, Seconds = 4 }, "v:0" },
        { "H.265 with a B-pyramid and open GOPs", new TestClip { Video = VideoCodec.H265, Audio = AudioCodec.None, Seconds = 4, BFrames = 3, HasOpenGops = true }, "v:0" },
        { "AV1", new TestClip { Video = VideoCodec.Av1, Audio = AudioCodec.None, Seconds = 4 }, "v:0" },
        { "VP9", new TestClip { Video = VideoCodec.Vp9, Audio = AudioCodec.None, Seconds = 4 }, "v:0" },
        { "MPEG-4 video", new TestClip { Video = VideoCodec.Mpeg4, Audio = AudioCodec.None, Seconds = 4 }, "v:0" },
        { "AAC", new TestClip { Seconds = 4 }, "a:0" },
        { "AC-3", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Ac3, Seconds = 4 }, "a:0" },
        { "E-AC-3", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Eac3, Seconds = 4 }, "a:0" },
        { "MP3", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Mp3, Seconds = 4 }, "a:0" },
        { "MPEG layer II", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Mp2, Seconds = 4 }, "a:0" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Clips))]
    public async Task FramesAreTheSameAndDecode(string name, TestClip clip, string stream)
    {
        Assert.NotEmpty(name);
        Skip.UnlessInstalled("ffmpeg");
        CodecClip source = await CodecClip.LoadAsync(await TestMedia.GetAsync(clip), stream, _folder.Path, _pool);
        string written = await source.WriteAsync(_folder.Path, _pool);

        IReadOnlyList<FrameHash> expected = await FrameHashes.ReadAsync(source.Path, stream, cancellation: TestContext.Current.CancellationToken);
        IReadOnlyList<FrameHash> actual = await FrameHashes.ReadAsync(written, stream, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(source.Samples.Length, actual.Count);
        Assert.Equal(expected.Select(frame => frame.Hash), actual.Select(frame => frame.Hash));
        Assert.Equal(source.Offsets, actual.Select(frame => frame.PresentationTime - frame.DecodeTime));
        Assert.Equal(source.Starts.Take(source.Samples.Length), actual.Select(frame => frame.DecodeTime - actual[0].DecodeTime));
        if (stream == "a:0") await DecodesAsync(written);
        else await ShowsAsync(written, source.Samples.Length);
    }

    [Fact]
    public async Task HeAacIsReadAtTheRateOfItsOutput()
    {
        Skip.UnlessInstalled("ffmpeg", "ffprobe");

        // No encoder here makes HE-AAC: a core without replicated bands is one that a decoder doubles by itself.
        string core = Path.Combine(_folder.Path, "core.mp4");
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "sine=duration=2:sample_rate=24000", "-c:a", "aac", "-ac", "2", core], cancellation: TestContext.Current.CancellationToken);
        CodecClip source = (await CodecClip.LoadAsync(core, "a:0", _folder.Path, _pool)) with { Track = TestTracks.HeAac };
        string written = await source.WriteAsync(_folder.Path, _pool);
        string probed = await ClientProcess.RunAsync("ffprobe", ["-v", "error", "-show_entries", "stream=sample_rate,channels,time_base", "-of", "csv=p=0", written], cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("48000,2,1/48000", probed.Trim());
        IReadOnlyList<FrameHash> frames = await FrameHashes.ReadAsync(written, "a:0", cancellation: TestContext.Current.CancellationToken);
        Assert.All(frames.SkipLast(1), frame => Assert.Equal(2048, frame.Duration));
        await DecodesAsync(written);
    }

    private static async Task DecodesAsync(string path)
    {
        await using ClientProcess ffmpeg = ClientProcess.Start("ffmpeg", ["-nostdin", "-loglevel", "warning", "-i", path, "-f", "null", "-"]);
        Assert.Equal(0, await ffmpeg.WaitForExitAsync());
        Assert.Empty(ffmpeg.Errors);
    }

    private static async Task ShowsAsync(string path, int frames)
    {
        BarcodeReport report = await BarcodeDecoder.ReadAsync(path);
        Assert.Equal(frames, report.Frames);
        Assert.True(report.IsContinuous, report.ToString());
    }
}
