using System.Security.Cryptography;
using Headrace.Containers.Flv;
using Headrace.Containers.Flv.Muxing;
using Headrace.Containers.Flv.Reading;
using Headrace.Containers.Flv.TagBodies;
using Headrace.Containers.Tests.Mp4;
using Headrace.Containers.Tests.Mp4.Strangers;
using Headrace.Containers.Tests.MpegTs;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.Flv;

/// <summary>Units that were written come back byte for byte, at their times; what ffmpeg wrote does, too, and ffmpeg reads what we write.</summary>
public sealed class FlvRoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MediaBufferPool _pool = new();

    public static TheoryData<string, TestClip, string> Clips => new()
    {
        { "H.264 with a B-pyramid and open GOPs", new TestClip { Seconds = 4, BFrames = 3, HasOpenGops = true }, "v:0" },
        { "H.265 with a B-pyramid", new TestClip { Video = VideoCodec.H265, Audio = AudioCodec.None, Seconds = 4, BFrames = 3, HasOpenGops = true }, "v:0" },
        { "AV1", new TestClip { Video = VideoCodec.Av1, Audio = AudioCodec.None, Seconds = 4 }, "v:0" },
        { "VP9", new TestClip { Video = VideoCodec.Vp9, Audio = AudioCodec.None, Seconds = 4 }, "v:0" },
        { "AAC", new TestClip { Seconds = 4 }, "a:0" },
        { "Opus", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Opus, Seconds = 4 }, "a:0" },
        { "FLAC", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Flac, Seconds = 4 }, "a:0" },
        { "AC-3", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Ac3, Seconds = 4 }, "a:0" },
        { "E-AC-3", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Eac3, Seconds = 4 }, "a:0" },
        { "MP3", new TestClip { Video = VideoCodec.None, Audio = AudioCodec.Mp3, Seconds = 4 }, "a:0" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Clips))]
    public async Task UnitsComeBack(string name, TestClip clip, string stream)
    {
        Assert.NotEmpty(name);
        Skip.UnlessInstalled("ffmpeg", "ffprobe");
        CodecClip source = await CodecClip.LoadAsync(await TestMedia.GetAsync(clip), stream, _folder.Path, _pool);
        byte[] written = Write(FlvFraming.Tags, source);
        foreach (int piece in (int[])[int.MaxValue, 1000, 7])
        {
            using ReadFlv read = ReadFlv.Of(written, piece);
            Assert.Empty(read.Faults);
            FlvTrack track = Assert.Single(read.Tracks);
            Assert.Equal(source.Track.Codec, track.Codec);
            if (track.Format is { } format) Assert.Equal(source.Track.Format, format);
            Assert.Equal(Hashes(source), read.Units.Select(unit => unit.Hash));
            Assert.All(read.Units.Zip(source.Starts), pair => Assert.Equal(Timebase.Rescale(pair.Second, source.Track.ClockRate, 1000), pair.First.Decode));
            Assert.All(read.Units.Zip(source.Starts.Zip(source.Offsets)), pair => Assert.Equal(Timebase.Rescale(pair.Second.First + pair.Second.Second, source.Track.ClockRate, 1000), pair.First.Presentation));
            Assert.All(read.Units, unit => Assert.False(unit.Whole.IsDamaged));
            Assert.Equal(0, read.Outstanding);
        }

        foreach (var sample in source.Samples) sample.Payload.Release();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FfmpegsFilesAreRead(bool isMp3)
    {
        Skip.UnlessInstalled("ffmpeg");
        TestClip clip = new() { Seconds = 4, BFrames = 2, Audio = isMp3 ? AudioCodec.Mp3 : AudioCodec.Aac };
        string source = await TestMedia.GetAsync(clip);
        string path = Path.Combine(_folder.Path, "theirs.flv");
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-i", source, "-c", "copy", "-f", "flv", path], cancellation: TestContext.Current.CancellationToken);
        CodecClip video = await CodecClip.LoadAsync(source, "v:0", _folder.Path, _pool);
        CodecClip audio = await CodecClip.LoadAsync(source, "a:0", _folder.Path, _pool);
        using ReadFlv read = ReadFlv.Of(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), 4096);
        Assert.Empty(read.Faults);
        Assert.Equal([video.Track.Codec, audio.Track.Codec], read.Tracks.Select(track => track.Codec));
        Assert.Single(read.Begun);
        Assert.Equal(Hashes(video), read.Units.Where(unit => unit.Track == 0).Select(unit => unit.Hash));
        Assert.Equal(Hashes(audio), read.Units.Where(unit => unit.Track == 1).Select(unit => unit.Hash));
        Assert.StartsWith("Lavf", read.Messages.Metadata?.Encoder, StringComparison.Ordinal);
        Assert.Equal((true, true), (read.Messages.Metadata?.HasVideo, read.Messages.Metadata?.HasAudio));
    }

    /// <summary>Of what both write in the classic form, every byte of every tag but those of metadata is the same.</summary>
    [Theory]
    [InlineData("v:0")]
    [InlineData("a:0")]
    public async Task TagsAreThoseOfFfmpeg(string stream)
    {
        Skip.UnlessInstalled("ffmpeg");
        CodecClip source = await CodecClip.LoadAsync(await TestMedia.GetAsync(new TestClip { Seconds = 4 }), stream, _folder.Path, _pool);
        string path = Path.Combine(_folder.Path, "theirs.flv");
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-i", source.Path, "-c", "copy", "-f", "flv", path], cancellation: TestContext.Current.CancellationToken);
        List<string> theirs = Tags(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        List<string> ours = Tags(Write(FlvFraming.Tags, source));
        Assert.Equal(source.Samples.Length + 1, ours.Count);

        // Theirs end with an end of sequence for video, and keep SEI of the encoder in the first unit just as ours do.
        Assert.Equal(theirs.Take(ours.Count), ours);
    }

    [Theory]
    [InlineData("H264+Aac", "h264,aac")]
    [InlineData("H264+Mp3", "h264,mp3")]
    public async Task FfmpegReadsWhatIsWritten(string codecs, string probed)
    {
        Skip.UnlessInstalled("ffmpeg", "ffprobe");
        string source = await TestMedia.GetAsync(new TestClip { Seconds = 4, BFrames = 2, Audio = Enum.Parse<AudioCodec>(codecs.Split('+')[1]) });
        CodecClip video = await CodecClip.LoadAsync(source, "v:0", _folder.Path, _pool);
        CodecClip audio = await CodecClip.LoadAsync(source, "a:0", _folder.Path, _pool);
        string path = Path.Combine(_folder.Path, "ours.flv");
        await File.WriteAllBytesAsync(path, Write(FlvFraming.Tags, video, audio), TestContext.Current.CancellationToken);
        string found = await ClientProcess.RunAsync("ffprobe", ["-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", path], cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(probed, string.Join(',', found.Trim().Split('\n')));
        string packets = await ClientProcess.RunAsync("ffprobe", ["-v", "error", "-select_streams", "a", "-show_entries", "packet=pts", "-of", "csv=p=0", path], cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(audio.Samples.Length, packets.Trim().Split('\n').Length);
        BarcodeReport report = await BarcodeDecoder.ReadAsync(path);
        Assert.Equal(video.Samples.Length, report.Frames);
        Assert.True(report.IsContinuous, report.ToString());
    }

    [Fact]
    public void FurtherTracksAreNumbered()
    {
        Track second = TestTracks.H264 with { Id = 2 };
        Track voice = TestTracks.Aac with { Id = 3 };
        Track law = new(4, G711Format.Of(G711Codec.ALaw), ParameterSets.Empty);
        TestUnits units = new(_pool);
        using MediaBufferWriter output = new(_pool);
        FlvMuxer muxer = new(FlvFraming.Tags);
        muxer.SetTracks([TestTracks.H264, TestTracks.Aac, second, voice, law]);
        AccessUnit[] all =
        [
            units.Picture(TestTracks.H264, 0, true, 3000), units.Sound(TestTracks.Aac, 0), units.Picture(second, 0, true), units.Sound(voice, 0), units.Picture(TestTracks.H264, 3000),
            units.Picture(second, 3000, offset: -900), units.Sound(voice, 1024),
        ];
        muxer.WriteEntry(all[0], output);
        Assert.All(all, unit => Assert.True(muxer.TryWrite(unit, output)));
        Assert.False(muxer.TryWrite(units.Sound(law, 0), output));
        using ReadFlv read = ReadFlv.Of(output.Written);
        Assert.Equal([(0, MediaKind.Video), (1, MediaKind.Video), (0, MediaKind.Audio), (1, MediaKind.Audio)], read.Tracks.Select(track => (track.Number, track.Kind)));
        Assert.Equal(["0x07", "0x0A", "0x80", "0x90"], TagStarts(output.Written.ToArray()).Distinct().Order());
        Assert.Equal(7, read.Units.Count);
        Assert.Equal([0, 33, 0, 33], read.Units.Where(unit => unit.Track < 2).OrderBy(unit => unit.Track).Select(unit => unit.Decode));
        Assert.Equal([33, 33, 0, 23], read.Units.Where(unit => unit.Track < 2).OrderBy(unit => unit.Track).Select(unit => unit.Presentation));
    }

    [Fact]
    public void ChunksCarryTheSameBodies()
    {
        TestUnits units = new(_pool);
        Track late = TestTracks.H264;
        AccessUnit unit = units.Picture(late, 90L * 0x1000000, true, 0, PictureKind.I, 0, 200_000);
        using MediaBufferWriter tags = new(_pool);
        using MediaBufferWriter chunks = new(_pool);
        foreach ((FlvFraming framing, MediaBufferWriter output) in ((FlvFraming, MediaBufferWriter)[])[(FlvFraming.Tags, tags), (FlvFraming.RtmpChunks, chunks)])
        {
            FlvMuxer muxer = new(framing);
            muxer.SetTracks([late]);
            muxer.WriteEntry(unit, output);
            Assert.True(muxer.TryWrite(unit, output));
        }

        Assert.Equal(Tags(tags.Written.ToArray(), isFile: false), Dechunk(chunks.Written.ToArray()));
    }

    private byte[] Write(FlvFraming framing, params CodecClip[] clips)
    {
        using MediaBufferWriter output = new(_pool);
        FlvMuxer muxer = new(framing);
        muxer.SetTracks([.. clips.Select(clip => clip.Track)]);
        output.Write(FlvFileHeader.Write(muxer.HasVideo, muxer.HasAudio));
        List<AccessUnit> units = [.. clips.SelectMany(UnitsOf).OrderBy(unit => unit.PathTime)];
        muxer.WriteEntry(units[0], output);
        foreach (AccessUnit unit in units) Assert.True(muxer.TryWrite(unit, output));
        return output.Written.ToArray();
    }

    private static IEnumerable<AccessUnit> UnitsOf(CodecClip clip)
    {
        bool isVideo = clip.Track.Kind == MediaKind.Video;
        foreach ((var sample, (long start, long offset)) in clip.Samples.Zip(clip.Starts.Zip(clip.Offsets)))
        {
            bool isPoint = !isVideo || sample.Flags.IsSync;
            yield return TestUnits.Unit(clip.Track, start, isPoint ? RandomAccess.Idr : RandomAccess.None, sample.Payload, isVideo && isPoint, (int)offset);
        }
    }

    private static IEnumerable<string> Hashes(CodecClip clip) => clip.Samples.Select(sample => Convert.ToHexStringLower(SHA256.HashData(sample.Payload.Span)));

    /// <summary>Type, time and body of each tag that is no metadata, and no configuration that repeats the one before.</summary>
    private static List<string> Tags(byte[] bytes, bool isFile = true)
    {
        List<string> tags = [];
        for (int at = isFile ? FlvFileHeader.Length : 0; at < bytes.Length;)
        {
            int length = bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
            string tag = Convert.ToHexString(bytes, at, 8 + 3) + Convert.ToHexString(SHA256.HashData(bytes.AsSpan(at + 11, length)));
            if (bytes[at] != (byte)FlvTagType.Script && tags.LastOrDefault() != tag) tags.Add(tag);
            at += 11 + length + 4;
        }

        return tags;
    }

    private static IEnumerable<string> TagStarts(byte[] bytes)
    {
        for (int at = 0; at < bytes.Length;)
        {
            int length = bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
            if (bytes[at] != (byte)FlvTagType.Script) yield return bytes[at] == 8 ? $"0x{bytes[at + 11] & 0xF0 | (bytes[at + 11] >> 4 == 9 ? 0 : 10):X2}".Replace("0xAA", "0x0A") : bytes[at + 11] >> 7 != 0 ? "0x80" : "0x07";
            at += 11 + length + 4;
        }
    }

    private static List<string> Dechunk(byte[] bytes)
    {
        List<string> tags = [];
        for (int at = 0; at < bytes.Length;)
        {
            Assert.Equal(0, bytes[at] >> 6);
            byte[] header = bytes[(at + 1)..(at + 12)];
            int length = header[3] << 16 | header[4] << 8 | header[5];
            bool isExtended = header[0] == 0xFF && header[1] == 0xFF && header[2] == 0xFF;
            byte[] time = isExtended ? bytes[(at + 12)..(at + 16)] : [0, .. header[..3]];
            int extra = isExtended ? 4 : 0;
            byte stream = (byte)(bytes[at] & 0x3F);
            at += 12 + extra;
            List<byte> body = [];
            while (true)
            {
                int count = Math.Min(length - body.Count, RtmpChunkFraming.ChunkSize);
                body.AddRange(bytes[at..(at + count)]);
                at += count;
                if (body.Count == length) break;
                Assert.Equal(0xC0 | stream, bytes[at]);
                Assert.Equal(time, bytes[(at + 1)..(at + 1 + extra)]);
                at += 1 + extra;
            }

            string tag = $"{header[6]:X2}{length:X6}{Convert.ToHexString(time[1..])}{time[0]:X2}000000" + Convert.ToHexString(SHA256.HashData([.. body]));
            if (header[6] != (byte)FlvTagType.Script && tags.LastOrDefault() != tag) tags.Add(tag);
        }

        return tags;
    }
}
