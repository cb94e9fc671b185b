using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.Mp4.Strangers;

/// <summary>ffmpeg reads what we write, and we read what ffmpeg writes: the same frames, at the same times, and all of them decode.</summary>
public sealed class FfmpegReadsFragmentsTests : IDisposable
{
    private const int SamplesPerFragment = 6;
    private const int FragmentsPerSegment = 5;

    private readonly TemporaryFolder _folder = new();
    private readonly MediaBufferPool _pool = new();

    public static TheoryData<string, TestClip, string, VideoCodec> Clips => new()
    {
        { "H.264", new TestClip { Seconds = 4 }, "v:0", VideoCodec.H264 },
        { "H.264 with a B-pyramid and open GOPs", new TestClip { Seconds = 4, BFrames = 3, HasOpenGops = true }, "v:0", VideoCodec.H264 },
        { "H.264 with a varying rate", new TestClip { Seconds = 4, IsVariableRate = true }, "v:0", VideoCodec.H264 },
        { "H.264 at 29.97", new TestClip { Seconds = 4, FrameRate = "30000/1001", BFrames = 2 }, "v:0", VideoCodec.H264 },
        { "Opus", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Opus, Seconds = 4 }, "a:0", VideoCodec.None },
        { "AAC", new TestClip { Seconds = 4 }, "a:0", VideoCodec.None },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Clips))]
    public async Task FramesAreTheSameAndDecode(string name, TestClip clip, string stream, VideoCodec video)
    {
        Assert.NotEmpty(name);
        Skip.UnlessInstalled("ffmpeg");
        CodecClip source = await CodecClip.LoadAsync(await TestMedia.GetAsync(clip), stream, _folder.Path, _pool);
        string written = Path.Combine(_folder.Path, "written.mp4");
        await File.WriteAllBytesAsync(written, Write(source), TestContext.Current.CancellationToken);

        IReadOnlyList<FrameHash> expected = await FrameHashes.ReadAsync(source.Path, stream, video, cancellation: TestContext.Current.CancellationToken);
        IReadOnlyList<FrameHash> actual = await FrameHashes.ReadAsync(written, stream, video, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(source.Samples.Length, actual.Count);
        Assert.Equal(expected.Select(frame => frame.Hash), actual.Select(frame => frame.Hash));
        Assert.Equal(Offsets(source), actual.Select(frame => frame.PresentationTime - frame.DecodeTime));
        Assert.Equal(Starts(source), actual.Select(frame => frame.DecodeTime - actual[0].DecodeTime));
        if (video == VideoCodec.None) await DecodesAsync(written);
        else await ShowsAsync(written, source.Samples.Length);
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
        Assert.Equal((0, 0), (report.Repeated, report.Backwards));
    }

    private static IEnumerable<long> Offsets(CodecClip clip) => clip.Samples.Select(sample => Timebase.Rescale(sample.CompositionOffset, clip.Timescale, clip.Track.ClockRate));

    private static IEnumerable<long> Starts(CodecClip clip) => clip.Read.Select(sample => Timebase.Rescale(sample.DecodeTime - clip.Read[0].DecodeTime, clip.Timescale, clip.Track.ClockRate));

    private byte[] Write(CodecClip clip)
    {
        using MediaBufferWriter output = new(_pool);
        uint trackId = (uint)clip.Track.Id + 1;
        InitSegment.Write(clip.Track, trackId, output);
        long[] starts = [.. Starts(clip), Timebase.Rescale(clip.Read[^1].DecodeTime + clip.Read[^1].Duration - clip.Read[0].DecodeTime, clip.Timescale, clip.Track.ClockRate)];
        FragmentSample[] samples = [.. clip.Samples.Zip(Offsets(clip), (sample, offset) => sample with { CompositionOffset = (int)offset })];
        for (int i = 0; i < samples.Length; i++) samples[i] = samples[i] with { Duration = (uint)(starts[i + 1] - starts[i]) };
        const long Later = 10L * 3600 * 90_000;
        for (int at = 0, fragment = 0; at < samples.Length; at += SamplesPerFragment, fragment++)
        {
            bool beginsSegment = fragment % FragmentsPerSegment == 0;
            FragmentHeader header = new()
            {
                TrackId = trackId,
                SequenceNumber = (uint)fragment,
                BaseDecodeTime = Later + starts[at],
                BeginsSegment = beginsSegment,
                ReferenceTime = beginsSegment ? new ProducerReferenceTime(DateTime.UnixEpoch.AddYears(56), starts[at]) : null,
            };
            FragmentWriter.Write(samples.AsSpan(at, Math.Min(SamplesPerFragment, samples.Length - at)), header, output);
        }

        return output.Written.ToArray();
    }
}
