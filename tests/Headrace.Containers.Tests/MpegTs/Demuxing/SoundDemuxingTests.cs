using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.Tests.Mp4;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Codecs.Eac3;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Tracks;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.MpegTs.Demuxing;

/// <summary>MPEG audio, AC-3 and E-AC-3 are read as they are written, as others write them, and as broadcasters do.</summary>
public sealed class SoundDemuxingTests
{
    public static TheoryData<string, AudioFormat> Formats => new()
    {
        { "MP3", MpegAudioFormat.Of(3, 44_100, 2)! },
        { "MP3 at 8 kHz", MpegAudioFormat.Of(3, 8_000, 1)! },
        { "layer II", MpegAudioFormat.Of(2, 48_000, 2)! },
        { "AC-3", Ac3Format.Of(new Ac3Header(0, 30, 8, 0, 7, true)) },
        { "E-AC-3", Eac3Format.Of(48_000, [new Eac3Program(0, 16, 0, 7, true, 0, 0)], 0, 256) },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void UnitsAreReadAsTheyWereWritten(string name, AudioFormat format)
    {
        using DemuxedStream read = DemuxedStream.Of(Write(format, 50, format.Silence!.Payload.Span), piece: 1316);
        Assert.Equal(50, read.Units.Count);
        Assert.All(read.Units, unit => Assert.Equal((format, format.Silence.Payload.Length), ((AudioFormat)unit.Whole.Format, unit.Length)));
        Assert.All(read.Units.Select((unit, i) => (unit, i)), pair => Assert.InRange(
            TsTimestamp.Difference(pair.unit.Presentation, read.Units[0].Presentation) - (long)pair.i * format.Silence.Duration * 90_000 / format.SampleRate, -1, 1));
        Assert.True(read.Units.TrueForAll(unit => !unit.IsDamaged) && read.Demuxer.Program is not null, name);
    }

    [Fact]
    public void SubstreamsAreAUnitAlsoWhenEachHasAPacketOfItsOwn()
    {
        byte[] independent = [0x0B, 0x77, 0x00, 0x3F, 0x3F, 0x87, 0xC0, .. new byte[121]];
        byte[] dependent = [0x0B, 0x77, 0x40, 0x3F, 0x3C, 0x87, 0xD0, 0x20, .. new byte[120]];
        Eac3Format format = Eac3Format.Of(48_000, [new Eac3Program(0, 16, 0, 7, true, 1, 0b10)], 0, 256);
        using DemuxedStream together = DemuxedStream.Of(Write(format, 10, [.. independent, .. dependent]));
        using DemuxedStream apart = DemuxedStream.Of(Write(format, 10, independent, dependent));
        foreach (DemuxedStream read in new[] { together, apart })
        {
            Assert.Equal(10, read.Units.Count);
            Assert.All(read.Units, unit => Assert.Equal((256, format, 1536), (unit.Length, unit.Whole.Format, unit.Whole.NominalDuration)));
            Assert.Equal(Enumerable.Range(0, 10).Select(i => i * 2880L), read.Units.Select(unit => unit.Presentation - read.Units[0].Presentation));
        }
    }

    /// <summary>ffmpeg puts several frames into a PES packet, and frames over the border of two.</summary>
    [Theory]
    [InlineData(AudioCodec.Mp3)]
    [InlineData(AudioCodec.Mp2)]
    [InlineData(AudioCodec.Ac3)]
    [InlineData(AudioCodec.Eac3)]
    [InlineData(AudioCodec.Ac3, "-mpegts_flags", "system_b")]
    [InlineData(AudioCodec.Eac3, "-mpegts_flags", "system_b")]
    public async Task EveryFrameOfAnotherMuxerIsAUnit(AudioCodec codec, params string[] options)
    {
        Skip.UnlessInstalled("ffmpeg");
        string clip = await TestMedia.GetAsync(new TestClip { Video = VideoCodec.None, Audio = codec, Seconds = 4 });
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "theirs.ts");
        await ClientProcess.RunAsync(
            "ffmpeg", ["-nostdin", "-loglevel", "error", "-i", clip, "-c", "copy", "-pes_payload_size", "4000", .. options, "-f", "mpegts", path], cancellation: TestContext.Current.CancellationToken);
        using DemuxedStream read = DemuxedStream.Of(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), piece: 1316);
        IReadOnlyList<FrameHash> sent = await FrameHashes.ReadAsync(path, "a:0", cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(sent.Select(frame => frame.Size), read.Units.Select(unit => unit.Length));
        Assert.Equal(sent.Select(frame => frame.PresentationTime - sent[0].PresentationTime), read.Units.Select(unit => unit.Presentation - read.Units[0].Presentation), (a, b) => Math.Abs(a - b) <= 2);
        Assert.Equal(codec.ToString().ToLowerInvariant(), read.Units[0].Whole.Format.Codec.Name);
    }

    [Theory]
    [InlineData("sample_ac3.ts", "AC-3 48 kHz 6 channels", 8)]
    [InlineData("bear-640x360-ac3.ts", "AC-3 44.1 kHz stereo", 80)]
    [InlineData("sample_with_sdt.ts", "AC-3 48 kHz 6 channels", 2)]
    public void BroadcastsAreRead(string file, string description, int units)
    {
        string? folder = Environment.GetEnvironmentVariable("HEADRACE_TEST_MEDIA");
        Assert.SkipWhen(folder is null || !File.Exists(Path.Combine(folder, file)), "The media are not here.");
        using DemuxedStream read = DemuxedStream.Of(File.ReadAllBytes(Path.Combine(folder!, file)));
        DemuxedStream.Unit[] sound = [.. read.Units.Where(unit => unit.Whole.Format is AudioFormat)];
        Assert.Equal((units, description), (sound.Length, sound[0].Whole.Format.Description));
        Assert.Equal(sound.Order(Comparer<DemuxedStream.Unit>.Create((a, b) => a.Presentation.CompareTo(b.Presentation))), sound);
    }

    private static byte[] Write(AudioFormat format, int count, params ReadOnlySpan<byte> payload) => Write(format, count, [payload.ToArray()]);

    private static byte[] Write(AudioFormat format, int count, params byte[][] packets)
    {
        MediaBufferPool pool = new();
        using MediaBufferWriter output = new(pool);
        TsMuxer muxer = new();
        Track track = TestTracks.Mp3 with { Format = format };
        muxer.SetTracks([track]);
        int duration = format.Silence?.Duration ?? 1536;
        for (int i = 0; i < count; i++)
        {
            foreach (byte[] packet in packets) Assert.True(muxer.TryWrite(TestUnits.Unit(track, (long)i * duration, RandomAccess.Idr, pool.Copy(packet)), output));
        }

        return output.Written.ToArray();
    }
}
