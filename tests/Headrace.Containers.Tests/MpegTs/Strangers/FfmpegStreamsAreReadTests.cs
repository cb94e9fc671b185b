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
        { "mp2", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Mp2, Seconds = 2 }, ["-c", "copy"] },
    };

    public static TheoryData<string, string[]> Encodings => new()
    {
        { "mpeg2video,mp2", ["-c:v", "mpeg2video", "-bf", "2", "-g", "12", "-c:a", "mp2"] },
        { "mpeg2video", ["-an", "-c:v", "mpeg2video", "-flags", "+ildct+ilme", "-top", "1", "-bf", "1"] },
        { "mpeg1video,mp2", ["-c:v", "mpeg1video", "-bf", "2", "-g", "12", "-c:a", "mp2"] },
        { "mpeg4video", ["-an", "-c:v", "mpeg4", "-bf", "2", "-g", "12"] },
        { "aac", ["-vn", "-c:a", "aac", "-mpegts_flags", "latm"] },
        { "l16", ["-vn", "-c:a", "s302m", "-strict", "experimental", "-sample_fmt", "s16", "-ac", "2"] },
        { "l24", ["-vn", "-c:a", "s302m", "-strict", "experimental", "-sample_fmt", "s32", "-ac", "6"] },
        { "h264,aac", ["-c:v", "libx264", "-preset", "superfast", "-x264-params", "aud=0:slices=4:bframes=2", "-c:a", "aac", "-mpegts_flags", "latm"] },
        { "h264", ["-an", "-c:v", "libx264", "-preset", "superfast", "-flags", "+ildct+ilme", "-x264-params", "tff=1"] },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task EncodingsAreReadAsFfprobeReadsThem(string codecs, string[] encoding)
    {
        Skip.UnlessInstalled("ffmpeg", "ffprobe");
        string path = Path.Combine(_folder.Path, "theirs.ts");
        string[] sources = ["-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=2", "-f", "lavfi", "-i", "sine=d=2:r=48000"];
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", .. sources, .. encoding, "-f", "mpegts", path], cancellation: TestContext.Current.CancellationToken);
        await AssertReadAsync(path, codecs);
    }

    [Theory]
    [InlineData("s16", 2, "s16le")]
    [InlineData("s32", 8, "s24le")]
    public async Task FfmpegDecodesTheSameSamplesOfPcm(string width, int channels, string format)
    {
        Skip.UnlessInstalled("ffmpeg");
        string theirs = Path.Combine(_folder.Path, "theirs.ts");
        string noise = $"anoisesrc=seed=7:duration=2:sample_rate=48000,aformat=channel_layouts={(channels == 2 ? "stereo" : "7.1")}";
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", noise, "-c:a", "s302m", "-strict", "experimental", "-sample_fmt", width, "-f", "mpegts", theirs], cancellation: TestContext.Current.CancellationToken);
        using DemuxedStream stream = DemuxedStream.Of(await File.ReadAllBytesAsync(theirs, TestContext.Current.CancellationToken), 1316);
        string ours = Path.Combine(_folder.Path, "ours.ts");
        await File.WriteAllBytesAsync(ours, Remuxed.Write(stream), TestContext.Current.CancellationToken);
        byte[] expected = await DecodeAsync(theirs, format);
        Assert.True(expected.Length > channels * 48_000 * 2, $"{expected.Length} bytes");
        Assert.Equal(expected, await DecodeAsync(ours, format));
    }

    [Theory]
    [MemberData(nameof(Clips))]
    public async Task UnitsAndTimesAreTheSame(string codecs, TestClip clip, string[] options)
    {
        Skip.UnlessInstalled("ffmpeg", "ffprobe");
        string path = Path.Combine(_folder.Path, "theirs.ts");
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-i", await TestMedia.GetAsync(clip), .. options, "-f", "mpegts", path], cancellation: TestContext.Current.CancellationToken);
        await AssertReadAsync(path, codecs);
    }

    [Fact]
    public async Task FfprobeKnowsKlvThatWasPassedOn()
    {
        Skip.UnlessInstalled("ffprobe");
        byte[] klv = [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x0B, 0x01, 0x01, 0x0E, 0x01, 0x03, 0x01, 0x01, 0, 0, 0, 3, 1, 2, 3];
        MadePackets made = new MadePackets().Pat((1, 0x1000)).Pmt(0x1000, 1, 0x100, (0x100, TsStreamType.H264, []), (0x101, TsStreamType.PrivateData, [5, 4, (byte)'K', (byte)'L', (byte)'V', (byte)'A']));
        for (int i = 0; i < 10; i++) made.Pictures(1, from: i).Pes(0x101, null, null, klv, streamId: 0xBD);
        string path = Path.Combine(_folder.Path, "ours.ts");
        await File.WriteAllBytesAsync(path, Remuxed.Write(DemuxedStream.Of(made.Bytes)), TestContext.Current.CancellationToken);
        string probed = await ClientProcess.RunAsync("ffprobe", ["-v", "error", "-select_streams", "d", "-count_packets", "-show_entries", "stream=codec_name,nb_read_packets", "-of", "csv=p=0", path], cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("klv,10", probed.Trim().Split('\n')[^1]);
    }

    /// <summary>Reads a file in datagrams of seven packets, and compares with what ffprobe finds.</summary>
    internal static async Task<DemuxedStream> AssertReadAsync(string path, string codecs)
    {
        DemuxedStream stream = DemuxedStream.Of(await File.ReadAllBytesAsync(path), 1316);
        Assert.Equal(codecs, string.Join(',', stream.Tracks.Select((_, i) => stream.Of(i).First().Whole.Format.Codec.Name)));
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

        AssertSame(stream, DemuxedStream.Of(Remuxed.Write(stream), 188));
        stream.Dispose();
        Assert.Equal(0, stream.Outstanding);
        return stream;
    }

    private async Task<byte[]> DecodeAsync(string path, string format)
    {
        string decoded = Path.Combine(_folder.Path, "decoded.raw");
        Assert.Equal("", await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-v", "error", "-y", "-i", path, "-f", format, decoded], cancellation: TestContext.Current.CancellationToken));
        return await File.ReadAllBytesAsync(decoded, TestContext.Current.CancellationToken);
    }

    /// <summary>The same units at the same times, but for where time begins and how a tick is rounded.</summary>
    private static void AssertSame(DemuxedStream first, DemuxedStream second)
    {
        long shift = second.Units[0].Decode - first.Units[0].Decode;
        Assert.Equal(first.Tracks.Count, second.Tracks.Count);
        for (int i = 0; i < first.Tracks.Count; i++)
        {
            DemuxedStream.Unit[] expected = [.. first.Of(i)];
            DemuxedStream.Unit[] actual = [.. second.Of(i)];
            Assert.Equal(expected.Select(unit => unit.Hash), actual.Select(unit => unit.Hash));
            Assert.All(expected.Zip(actual), pair =>
            {
                Assert.InRange(TsTimestamp.Difference(pair.Second.Decode - shift, pair.First.Decode), -3, 3);
                Assert.InRange(TsTimestamp.Difference(pair.Second.Presentation - shift, pair.First.Presentation), -3, 3);
                Assert.Equal((pair.First.Whole.RandomAccess, pair.First.Whole.Picture, pair.First.Whole.IsDisposable), (pair.Second.Whole.RandomAccess, pair.Second.Whole.Picture, pair.Second.Whole.IsDisposable));
                Assert.Equal((pair.First.Whole.Format.Rfc6381, pair.First.Whole.Format.Description), (pair.Second.Whole.Format.Rfc6381, pair.Second.Whole.Format.Description));
            });
        }
    }
}
