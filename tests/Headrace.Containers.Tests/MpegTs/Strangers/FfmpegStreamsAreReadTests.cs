using Headrace.Containers.MpegTs;
using Headrace.Containers.Tests.MpegTs.Demuxing;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.MpegTs.Strangers;

/// <summary>What ffmpeg's muxer writes is read as ffprobe reads it: as many units, at the same times.</summary>
public sealed class FfmpegStreamsAreReadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, TestClip, string[]> Clips => new()
    {
        { "h264,aac", new TestClip { Seconds = 2, BFrames = 2 }, ["-c", "copy"] },
        { "h264,aac", new TestClip { Seconds = 2, BFrames = 2 }, ["-c", "copy", "-omit_video_pes_length", "0"] },
        { "h264", new TestClip { Audio = AudioCodec.None, Seconds = 2, BFrames = 2 }, ["-c", "copy", "-mpegts_m2ts_mode", "1"] },
        { "h265", new TestClip { Video = VideoCodec.H265, Audio = AudioCodec.None, Seconds = 2, BFrames = 3, HasOpenGops = true }, ["-c", "copy"] },
        { "opus", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Opus, Seconds = 2 }, ["-c", "copy"] },
        { "mp3", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Mp3, Seconds = 2 }, ["-c", "copy"] },
        { "mp3", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Mp2, Seconds = 2 }, ["-c", "copy"] },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Clips))]
    public async Task UnitsAndTimesAreTheSame(string codecs, TestClip clip, string[] options)
    {
        Skip.UnlessInstalled("ffmpeg", "ffprobe");
        string path = Path.Combine(_folder.Path, "theirs.ts");
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-i", await TestMedia.GetAsync(clip), .. options, "-f", "mpegts", path], cancellation: TestContext.Current.CancellationToken);
        await AssertReadAsync(path, codecs);
    }

    /// <summary>Reads a file in datagrams of seven packets, and compares with what ffprobe finds.</summary>
    internal static async Task<DemuxedStream> AssertReadAsync(string path, string codecs)
    {
        DemuxedStream stream = DemuxedStream.Of(await File.ReadAllBytesAsync(path), 1316);
        Assert.Equal(codecs, string.Join(',', stream.Tracks.Select(track => track.Codec.Name)));
        for (int i = 0; i < stream.Tracks.Count; i++)
        {
            IReadOnlyList<(long? Presentation, long? Decode)> expected = await ProbedPackets.ReadAsync(path, i);
            DemuxedStream.Unit[] actual = [.. stream.Of(i)];
            Assert.Equal(expected.Count, actual.Length);
            Assert.All(expected.Zip(actual), pair =>
            {
                if (pair.First.Presentation is { } presentation) Assert.InRange(TsTimestamp.Difference(pair.Second.Presentation, presentation), -2, 2);
                if (pair.First.Decode is { } decode) Assert.InRange(TsTimestamp.Difference(pair.Second.Decode, decode), -2, 2);
            });
            Assert.DoesNotContain(actual, unit => unit.IsDamaged);
        }

        stream.Dispose();
        Assert.Equal(0, stream.Outstanding);
        return stream;
    }
}
