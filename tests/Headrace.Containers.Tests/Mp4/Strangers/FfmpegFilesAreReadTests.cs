using Headrace.Containers.Tests.Mp4.Reading;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.Mp4.Strangers;

/// <summary>What ffmpeg's muxer writes is read as ffprobe reads it: as many units, at the same times.</summary>
public sealed class FfmpegFilesAreReadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, TestClip, string> Files => new()
    {
        { "h264,aac", new TestClip { Seconds = 2, BFrames = 2 }, "faststart" },
        { "h264,aac", new TestClip { Seconds = 2, BFrames = 2 }, "faststart+negative_cts_offsets" },
        { "h264,aac", new TestClip { Seconds = 2, BFrames = 2 }, "frag_keyframe+empty_moov" },
        { "h264,aac", new TestClip { Seconds = 2, BFrames = 2 }, "frag_keyframe+empty_moov+default_base_moof" },
        { "h264,aac", new TestClip { Seconds = 2, BFrames = 2 }, "frag_every_frame+delay_moov+separate_moof" },
        { "h264,aac", new TestClip { Seconds = 2, BFrames = 2 }, "cmaf" },
        { "h264,aac", new TestClip { Seconds = 2, BFrames = 2 }, "dash+delay_moov+global_sidx" },
        { "h265", new TestClip { Video = VideoCodec.H265, Audio = AudioCodec.None, Seconds = 2, BFrames = 3, HasOpenGops = true }, "faststart" },
        { "av1,opus", new TestClip { Video = VideoCodec.Av1, Audio = AudioCodec.Opus, Seconds = 2 }, "faststart" },
        { "mp3", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Mp3, Seconds = 2 }, "faststart" },
        { "ac3", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Ac3, Seconds = 2 }, "faststart" },
        { "eac3", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Eac3, Seconds = 2 }, "frag_keyframe+delay_moov" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task UnitsAndTimesAreTheSame(string codecs, TestClip clip, string flags)
    {
        Skip.UnlessInstalled("ffmpeg", "ffprobe");
        string path = Path.Combine(_folder.Path, "theirs.mp4");
        string[] output = ["-c", "copy", "-movflags", flags, path];
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-i", await TestMedia.GetAsync(clip), .. output], cancellation: TestContext.Current.CancellationToken);
        byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        DemuxedMovie movie = DemuxedMovie.Of(bytes);
        Assert.Null(movie.Demuxer.Fault);
        Assert.Equal(codecs, string.Join(',', Assert.Single(movie.Begun).Select(track => track.Codec.Name)));
        for (int stream = 0; stream < movie.Begun[0].Length; stream++)
        {
            // Offsets below zero in fragments make ffprobe's pictures late against its own sound by as much.
            long late = flags == "cmaf" && stream == 0 ? 512 : 0;
            Assert.Equal((await ProbedSamples.ReadAsync(path, stream)).Select(packet => (packet.Presentation - late, packet.Decode - late)), movie.Of(stream).Select(unit => (unit.Presentation, unit.Decode)));
            Assert.Equal(0, movie.Demuxer.FaultsOf(stream).Total);
        }

        Assert.Equal(movie.Units, DemuxedMovie.Of(bytes, 1).Units);
        Assert.Equal(movie.Units, DemuxedMovie.Of(bytes, 1009).Units);
        movie.Dispose();
        Assert.Equal(0, movie.Outstanding);
    }
}
