using Headrace.Containers.Mp4.Fragments;
using Headrace.Containers.MpegTs.Checking;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.Tests.Mp4;
using Headrace.Containers.Tests.Mp4.Strangers;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Opus;
using Headrace.Media.Tracks;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.MpegTs.Strangers;

/// <summary>ffmpeg and GStreamer read what we write: the same units, at the same times, and all of them decode.</summary>
public sealed class FfmpegReadsStreamsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MediaBufferPool _pool = new();

    public static TheoryData<string, TestClip, string> Clips => new()
    {
        { "H.264", new TestClip { Seconds = 4 }, "v:0" },
        { "H.264 with a B-pyramid and open GOPs", new TestClip { Seconds = 4, BFrames = 3, HasOpenGops = true }, "v:0" },
        { "H.264 at 29.97", new TestClip { Seconds = 4, FrameRate = "30000/1001", BFrames = 2 }, "v:0" },
        { "H.265 with a B-pyramid and open GOPs", new TestClip { Video = VideoCodec.H265, Audio = AudioCodec.None, Seconds = 4, BFrames = 3, HasOpenGops = true }, "v:0" },
        { "AAC", new TestClip { Seconds = 4 }, "a:0" },
        { "Opus", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Opus, Seconds = 4 }, "a:0" },
        { "AC-3", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Ac3, Seconds = 4 }, "a:0" },
        { "E-AC-3", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Eac3, Seconds = 4 }, "a:0" },
        { "MP3", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Mp3, Seconds = 4 }, "a:0" },
        { "MPEG layer II", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Mp2, Seconds = 4 }, "a:0" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Clips))]
    public async Task UnitsAreTheSameAndDecode(string name, TestClip clip, string stream)
    {
        Assert.NotEmpty(name);
        Skip.UnlessInstalled("ffmpeg", "ffprobe");
        CodecClip source = await CodecClip.LoadAsync(await TestMedia.GetAsync(clip), stream, _folder.Path, _pool);
        string written = await WriteAsync(source);
        VideoCodec video = stream == "v:0" ? clip.Video : VideoCodec.None;
        IReadOnlyList<FrameHash> expected = await FrameHashes.ReadAsync(source.Path, stream, video, cancellation: TestContext.Current.CancellationToken);
        IReadOnlyList<FrameHash> actual = await FrameHashes.ReadAsync(written, stream, video, cancellation: TestContext.Current.CancellationToken);
        // A muxer cannot know how a decoder trims Opus; AAC that lost its headers is compared by its count and by what it decodes to.
        if (video != VideoCodec.None || clip.Audio != AudioCodec.Aac) Assert.Equal(expected.Select(frame => frame.Hash), actual.Select(frame => frame.Hash));
        Assert.Equal(source.Samples.Length, actual.Count);
        int rate = source.Track.ClockRate;
        Assert.All(
            source.Starts.Zip(actual), pair => Assert.InRange((pair.Second.DecodeTime - actual[0].DecodeTime) * rate / 90_000.0 - pair.First, -rate / 90_000.0 - 1, rate / 90_000.0 + 1));
        await DecodesAsync(written);
        if (video == VideoCodec.None) return;
        BarcodeReport report = await BarcodeDecoder.ReadAsync(written);
        Assert.Equal(source.Samples.Length, report.Frames);
        Assert.True(report.IsContinuous, report.ToString());
    }

    [Fact]
    public async Task FfmpegsOwnStreamBreaksNoRuleThatItKeeps()
    {
        Skip.UnlessInstalled("ffmpeg");
        string path = Path.Combine(_folder.Path, "theirs.ts");
        string source = await TestMedia.GetAsync(new TestClip { Seconds = 4, BFrames = 2 });
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-i", source, "-c", "copy", "-f", "mpegts", path], cancellation: TestContext.Current.CancellationToken);
        TsChecker checker = new();
        checker.Read(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        checker.Complete();
        Assert.True(checker.Breaches == 0, string.Join('\n', checker.Findings));
        Assert.All(checker.Program!.Streams, stream => Assert.NotNull(stream.Carrier));
        Assert.Equal(120, checker.Streams[checker.Program.Streams[0].Pid].Units);
    }

    [Fact]
    public async Task SurroundOpusDecodesToItsChannels()
    {
        Skip.UnlessInstalled("ffmpeg", "ffprobe");
        string surround = Path.Combine(_folder.Path, "surround.mp4");
        await ClientProcess.RunAsync(
            "ffmpeg",
            ["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "anoisesrc=d=1,aformat=channel_layouts=5.1", "-c:a", "libopus", "-mapping_family", "1", surround],
            cancellation: TestContext.Current.CancellationToken);
        string written = await WriteAsync(await CodecClip.LoadAsync(surround, "a:0", _folder.Path, _pool));
        string probed = await ClientProcess.RunAsync("ffprobe", ["-v", "error", "-show_entries", "stream=codec_name,channels", "-of", "csv=p=0", written], cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("opus,6", probed.Trim().Split('\n')[0]);
        await DecodesAsync(written);
    }

    [Fact]
    public async Task SurroundSilenceDecodesToZeros()
    {
        Skip.UnlessInstalled("ffmpeg");
        SilentFrame silence = ((OpusFormat)TestTracks.OpusSurround.Format).Silence!;
        using MediaBufferWriter output = new(_pool);
        TsMuxer muxer = new();
        muxer.SetTracks([TestTracks.OpusSurround]);
        for (int i = 0; i < 20; i++)
        {
            AccessUnit unit = TestUnits.Unit(TestTracks.OpusSurround, i * silence.Duration, RandomAccess.Idr, _pool.Copy(silence.Payload.Span), false, 0);
            Assert.True(muxer.TryWrite(unit, output));
            unit.Release();
        }

        string path = Path.Combine(_folder.Path, "silence.ts");
        await File.WriteAllBytesAsync(path, output.Written.ToArray(), TestContext.Current.CancellationToken);
        string decoded = Path.Combine(_folder.Path, "silence.raw");
        Assert.Equal("", await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-v", "error", "-i", path, "-f", "s16le", decoded], cancellation: TestContext.Current.CancellationToken));
        byte[] samples = await File.ReadAllBytesAsync(decoded, TestContext.Current.CancellationToken);
        Assert.True(samples.Length >= 18 * silence.Duration * 6 * 2, $"{samples.Length} bytes");
        Assert.Equal(-1, samples.AsSpan().IndexOfAnyExcept((byte)0));
    }

    private async Task<string> WriteAsync(CodecClip source)
    {
        using MediaBufferWriter output = new(_pool);
        TsMuxer muxer = new();
        muxer.SetTracks([source.Track]);
        long[] starts = [.. source.Starts];
        long[] offsets = [.. source.Offsets];
        bool isVideo = source.Track.Kind == MediaKind.Video;
        for (int i = 0; i < source.Samples.Length; i++)
        {
            FragmentSample sample = source.Samples[i];
            bool isPoint = !isVideo || sample.Flags.IsSync;
            AccessUnit unit = TestUnits.Unit(source.Track, starts[i], isPoint ? RandomAccess.Idr : RandomAccess.None, sample.Payload, isVideo && isPoint, (int)offsets[i]);
            Assert.True(muxer.TryWrite(unit, output));
        }

        TsChecker checker = new();
        checker.Read(output.Written);
        checker.Complete();
        Assert.True(checker.Breaches == 0, string.Join('\n', checker.Findings));
        string path = Path.Combine(_folder.Path, "written.ts");
        await File.WriteAllBytesAsync(path, output.Written.ToArray());
        return path;
    }

    private static async Task DecodesAsync(string path)
    {
        await using ClientProcess ffmpeg = ClientProcess.Start("ffmpeg", ["-nostdin", "-loglevel", "warning", "-i", path, "-f", "null", "-"]);
        Assert.Equal(0, await ffmpeg.WaitForExitAsync());
        Assert.Empty(ffmpeg.Errors);
    }
}
