using Headrace.Containers.Flv;
using Headrace.Containers.Flv.Amf;
using Headrace.Containers.Flv.Muxing;
using Headrace.Containers.Flv.Reading;
using Headrace.Containers.Tests.Mp4;
using Headrace.Containers.Tests.MpegTs;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.Flv;

public sealed class FlvReadingTests
{
    private static readonly byte[] Idr = [0, 0, 0, 4, 0x65, 0x88, 0x84, 0x21];
    private readonly MediaBufferPool _pool = new();

    [Fact]
    public void AFileOfOthersIsRead()
    {
        using ReadFlv read = ReadFlv.Of(File("sample-with-key-frame-index.flv"), 1500);
        Assert.Empty(read.Faults);
        Assert.Equal("h264", Assert.Single(read.Tracks).Codec.Name);
        Assert.Equal(71, read.Units.Count);
        Assert.All(read.Units, unit => Assert.False(unit.Whole.IsDamaged));
        Assert.True(read.Units[0].Whole.RandomAccess.IsPoint);
    }

    [Fact]
    public void AFileOfCodecsThatNobodyReadsNamesThem()
    {
        using ReadFlv read = ReadFlv.Of(File("bear.flv"), 1500);
        Assert.Empty(read.Faults);
        Assert.Empty(read.Begun);
        Assert.Equal(["ADPCM", "Sorenson H.263"], read.Omitted.Select(omission => omission.Name).Order());
        Assert.Equal(54, read.Demuxer.Tags);
    }

    [Fact]
    public void TracksThatMetadataNamesAreAwaited()
    {
        using ReadFlv read = new();
        read.Messages.Read(FlvTagType.Script, 0, Metadata(video: true, audio: true), default);
        Config(read);
        Frame(read, 0);
        Assert.Empty(read.Begun);
        Sound(read, 0);
        Assert.Equal(["h264", "aac"], read.Tracks.Select(track => track.Codec.Name));
        Assert.Equal(2, read.Units.Count);
    }

    [Fact]
    public void TracksThatMetadataDoesNotNameAreNotAwaited()
    {
        using ReadFlv read = new();
        read.Messages.Read(FlvTagType.Script, 0, Metadata(video: true, audio: false), default);
        Config(read);
        Frame(read, 0);
        Assert.Single(read.Tracks);
        Sound(read, 40);

        // Metadata was wrong: the track that comes later makes them others.
        Assert.Equal(1, read.Ends);
        Assert.Equal(["h264", "aac"], read.Tracks.Select(track => track.Codec.Name));
        Assert.Equal(2, read.Units.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TracksThatDoNotComeAreAwaitedForAWhileOnly(bool byTimestamps)
    {
        using ReadFlv read = new();
        Config(read);
        Frame(read, 0);
        Assert.Empty(read.Begun);
        if (byTimestamps) Frame(read, 1001);
        else read.Messages.HandleTimeout(read.Now + FlvMessageReader.Patience + TimeSpan.FromMilliseconds(1));
        Assert.Single(read.Tracks);
        Assert.Equal(byTimestamps ? 2 : 1, read.Units.Count);
    }

    [Fact]
    public void SoundThatComesFirstWaitsForThePicture()
    {
        using ReadFlv read = new();
        Sound(read, uint.MaxValue - 20);
        Sound(read, 2);
        Assert.Empty(read.Begun);
        Config(read);
        Frame(read, 3);
        Assert.Equal(["h264", "aac"], read.Tracks.Select(track => track.Codec.Name));
        Assert.Equal([uint.MaxValue - 20, 2u, 3u], read.Units.Select(unit => (uint)unit.Decode));
    }

    [Fact]
    public void AnotherConfigurationOfTheSameCodecIsNotTheEnd()
    {
        using ReadFlv read = new();
        Config(read);
        Sound(read, 0);
        Frame(read, 0);
        Config(read, TestTracks.H264WithSecondPps);
        Frame(read, 40);
        Assert.Equal(0, read.Ends);
        Assert.Equal(2, read.Units[^2].Whole.ParameterSets.Sets.Length);
        Assert.Equal(3, read.Units[^1].Whole.ParameterSets.Sets.Length);
    }

    [Fact]
    public void AnotherConfigurationOfSoundHoldsFromTheNextFrameOn()
    {
        using ReadFlv read = new();
        Config(read);
        Sound(read, 0);
        Frame(read, 0);
        read.Messages.Read(FlvTagType.Audio, 20, [0xAF, 0, 0x12, 0x10], default);
        read.Messages.Read(FlvTagType.Audio, 20, [0xAF, 1, 0x21, 0x10, 5], default);
        Assert.Equal(0, read.Ends);
        Assert.Equal([48_000, 44_100], read.Units.Where(unit => unit.Track == 1).Select(unit => unit.Whole.Format.ClockRate));
    }

    [Fact]
    public void FaultsOfATrackOutliveItsConfiguration()
    {
        using ReadFlv read = new();
        Config(read);
        Sound(read, 0);
        Frame(read, 0);
        Assert.True(read.Messages.HasBegun);
        Assert.Equal(0, read.Messages.FaultsOf(1).Total);

        // A header of ADTS with nothing behind it is no frame.
        byte[] empty = [0xAF, 1, 0xFF, 0xF1, 0x50, 0x80, 0x00, 0xFF, 0xFC];
        read.Messages.Read(FlvTagType.Audio, 20, empty, default);
        read.Messages.Read(FlvTagType.Audio, 40, [0xAF, 0, 0x12, 0x10], default);
        read.Messages.Read(FlvTagType.Audio, 40, empty, default);
        Assert.Equal(2, read.Messages.FaultsOf(1).Malformed);
    }

    /// <summary>Enhanced RTMP v1: the record of AV1 may stand without a sequence header, which the first key frame has then; another one holds from the next key frame on.</summary>
    [Fact]
    public void ConfigurationOfAv1FollowsOrComesWithTheKeyFrame()
    {
        byte[] header = ((Av1Format)TestTracks.Av1.Format).SequenceHeader.ToArray();
        byte[] record = Sequence(TestTracks.Av1);
        using ReadFlv read = new();
        read.Messages.Read(FlvTagType.Script, 0, Metadata(video: true, audio: false), default);
        read.Messages.Read(FlvTagType.Video, 0, [0x90, .. "av01"u8, .. record[..Av1Config.HeaderLength]], default);
        read.Messages.Read(FlvTagType.Video, 0, [0x91, .. "av01"u8, .. header, 0x32, 1, 0x10], default);
        Assert.Equal(TestTracks.Av1.Format, Assert.Single(read.Units).Whole.Format);
        Assert.Null(Assert.Single(read.Tracks).Format);
        read.Messages.Read(FlvTagType.Video, 40, [0x90, .. "av01"u8, .. record], default);
        read.Messages.Read(FlvTagType.Video, 40, [0xA1, .. "av01"u8, 0x32, 1, 0x30], default);
        Assert.Equal((0, 2), (read.Ends, read.Units.Count));
        Assert.Empty(read.Faults);
        read.Messages.Read(FlvTagType.Video, 80, [0x90, .. "av01"u8, 0x81, 0], default);
        Assert.Equal([FlvFault.BadSequenceHeader], read.Faults);
    }

    [Fact]
    public void AnotherCodecInATracksPlaceIs()
    {
        using ReadFlv read = new();
        Config(read);
        Sound(read, 0);
        Frame(read, 0);
        read.Messages.Read(FlvTagType.Audio, 20, [0x72, 1, 2, 3, 4], default);
        Assert.Equal(1, read.Ends);
        Assert.Equal(["h264", "pcma"], read.Tracks.Select(track => track.Codec.Name));
        Assert.Equal(4, read.Units[^1].Whole.NominalDuration);
    }

    [Theory]
    [InlineData(FlvTagType.Audio, "B600", "Speex")]
    [InlineData(FlvTagType.Audio, "6200", "Nellymoser")]
    [InlineData(FlvTagType.Audio, "3200", "linear PCM")]
    [InlineData(FlvTagType.Audio, "1200", "ADPCM")]
    [InlineData(FlvTagType.Audio, "914D595831AA", "MYX1")]
    [InlineData(FlvTagType.Video, "1200", "Sorenson H.263")]
    [InlineData(FlvTagType.Video, "1400", "VP6")]
    [InlineData(FlvTagType.Video, "91787878780000", "xxxx")]
    [InlineData(FlvTagType.Video, "1F00", "video codec 15")]
    public void WhatNobodyReadsIsNamedOnce(FlvTagType type, string body, string name)
    {
        using ReadFlv read = new();
        for (int i = 0; i < 3; i++) read.Messages.Read(type, 0, Convert.FromHexString(body), default);
        FlvOmission omission = Assert.Single(read.Omitted);
        Assert.Equal((name, FlvOmissionReason.Unknown), (omission.Name, omission.Reason));
        Assert.Empty(read.Faults);
    }

    [Fact]
    public void TracksWhoseOtherKindIsOmittedAreNotAwaited()
    {
        using ReadFlv read = new();
        Config(read);
        read.Messages.Read(FlvTagType.Audio, 0, [0xB6, 0], default);
        Frame(read, 0);
        Assert.Single(read.Tracks);
    }

    // | 1001 0110 multitrack, 0001 0001 many tracks of one codec, frames | avc1 | 0, size, offset, frame | 1, size, offset, frame |
    [Fact]
    public void ManyTracksInOneTagAreRead()
    {
        byte[] config = Sequence(TestTracks.H264);
        byte[] start = [0x96, 0x10, .. "avc1"u8, 0, 0, 0, (byte)config.Length, .. config, 1, 0, 0, (byte)config.Length, .. config];
        byte[] frames = [0x96, 0x11, .. "avc1"u8, 0, 0, 0, (byte)(Idr.Length + 3), 0, 0, 40, .. Idr, 1, 0, 0, (byte)(Idr.Length + 3), 0xFF, 0xFF, 0xFF, .. Idr];
        using ReadFlv read = new();
        read.Messages.Read(FlvTagType.Video, 100, start, default);
        read.Messages.Read(FlvTagType.Video, 100, frames, default);
        read.Messages.Complete();
        Assert.Empty(read.Faults);
        Assert.Equal([(0, 140L, 100L), (1, 99L, 100L)], read.Units.Select(unit => (unit.Track, unit.Presentation, unit.Decode)));
    }

    // | 1001 0110, 0010 0000 many codecs, configuration | (FourCC, number, size, configuration)* |
    [Fact]
    public void ManyCodecsInOneTagAreReadAndNanosecondsToo()
    {
        byte[] avc = Sequence(TestTracks.H264);
        byte[] hevc = Sequence(TestTracks.H265);
        byte[] start = [0x97, 2, 0x0F, 0x42, 0x3F, 0x06, 0x20, .. "avc1"u8, 0, 0, 0, (byte)avc.Length, .. avc, .. "hvc1"u8, 1, 0, 0, (byte)hevc.Length, .. hevc];
        FlvPackets.Enumerator packets = new FlvPackets(MediaKind.Video, start).GetEnumerator();
        Assert.True(packets.MoveNext());
        Assert.Equal((0, "avc1", 999_999), (packets.Current.Track, packets.Current.FourCc.ToString(), packets.Current.NanosecondOffset));
        Assert.True(packets.MoveNext());
        Assert.Equal((1, "hvc1", FlvPacketKind.SequenceStart), (packets.Current.Track, packets.Current.FourCc.ToString(), packets.Current.Packet));
        Assert.False(packets.MoveNext());
        Assert.False(packets.IsBroken);
    }

    [Theory]
    [InlineData("17", true)]
    [InlineData("170100", true)]
    [InlineData("AF", true)]
    [InlineData("91617663", true)]
    [InlineData("9161766331", true)]
    [InlineData("9617", true)]
    [InlineData("961061766331 00 FFFFFF 01", true)]
    [InlineData("97FF", true)]
    [InlineData("97FFFFFF00", true)]
    [InlineData("9700", true)]
    [InlineData("9730617663310000", true)]
    [InlineData("5700", false)]
    [InlineData("D100", false)]
    [InlineData("", false)]
    public void BodiesThatEndTooEarlyAreBroken(string body, bool isBroken)
    {
        MediaKind kind = body.StartsWith("AF", StringComparison.Ordinal) ? MediaKind.Audio : MediaKind.Video;
        FlvPackets.Enumerator packets = new FlvPackets(kind, Convert.FromHexString(body.Replace(" ", "", StringComparison.Ordinal))).GetEnumerator();
        while (packets.MoveNext())
        {
        }

        Assert.Equal(isBroken, packets.IsBroken);
    }

    [Fact]
    public void VendorsNumberOfH265IsRead()
    {
        using ReadFlv read = new();
        byte[] config = Sequence(TestTracks.H265);
        read.Messages.Read(FlvTagType.Video, 0, [0x1C, 0, 0, 0, 0, .. config], default);
        read.Messages.Read(FlvTagType.Video, 0, [0x1C, 1, 0, 0, 0, 0, 0, 0, 4, 0x26, 1, 0xAF, 0x08], default);
        read.Messages.Complete();
        Assert.Equal("h265", Assert.Single(read.Tracks).Codec.Name);
    }

    [Fact]
    public void BehindDamageItGoesOnAtTheNextTag()
    {
        byte[] bytes = Stream(40);
        int cut = bytes.Length * 3 / 8;
        using ReadFlv whole = ReadFlv.Of(bytes);
        Assert.Equal(40, whole.Units.Count);
        foreach (byte[] damaged in (byte[][])[[.. bytes[..cut], .. bytes[(cut + 900)..]], [.. bytes[..cut], 9, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, .. bytes[cut..]]])
        {
            foreach (int piece in (int[])[int.MaxValue, 100])
            {
                using ReadFlv read = ReadFlv.Of(damaged, piece);
                Assert.Equal([FlvFault.LostSync], read.Faults);
                Assert.InRange(read.Units.Count, 35, 39);
                Assert.Equal(whole.Units[^1].Hash, read.Units[^1].Hash);
                Assert.Single(read.Units, unit => unit.Whole.IsDamaged);
            }
        }
    }

    [Fact]
    public void LengthsBehindTagsMayBeWrong()
    {
        byte[] bytes = Stream(10);
        for (int at = FlvFileHeader.Length; at < bytes.Length;)
        {
            int length = bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
            bytes.AsSpan(at + 11 + length, 4).Clear();
            at += 15 + length;
        }

        using ReadFlv read = ReadFlv.Of(bytes, 50);
        Assert.Empty(read.Faults);

        // Nothing follows the last one that would tell.
        Assert.Equal(9, read.Units.Count);
    }

    [Fact]
    public void FurtherTracksThanMayBeAreLeftOut()
    {
        using ReadFlv read = new();
        byte[] config = Sequence(TestTracks.H264);
        for (byte i = 0; i < FlvMessageReader.MaxTracks + 2; i++) read.Messages.Read(FlvTagType.Video, 0, [0x96, 0x00, .. "avc1"u8, i, .. config], default);
        Assert.Equal([16, 17], read.Omitted.Select(omission => omission.Number));
        Assert.All(read.Omitted, omission => Assert.Equal(FlvOmissionReason.TooMany, omission.Reason));
    }

    [Fact]
    public void WhatIsHeldIsBounded()
    {
        using ReadFlv read = new();
        byte[] large = new byte[FlvMessageReader.MaxHeldBytes / 4];
        for (int i = 0; i < 5; i++)
        {
            read.Messages.Read(FlvTagType.Audio, 0, [0x72, .. large], default);
            Assert.InRange(read.Outstanding, 0, 4);
        }

        Assert.Single(read.Begun);
        Assert.Equal(0, read.Outstanding);
    }

    /// <summary>STREAMINFO alone is FFmpeg's, behind a marker and the header of its block it is the specification's and ours.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("664C614380000022")]
    public void FlacIsReadInBothForms(string before)
    {
        using ReadFlv read = new();
        byte[] info = Convert.FromHexString(before + "120012000010be00322e0bb80370000ea600732c2b69642583af6f2b2a078f9eb1b1");
        read.Messages.Read(FlvTagType.Audio, 0, [0x90, .. "fLaC"u8, .. info], default);
        read.Messages.Read(FlvTagType.Audio, 0, [0x91, .. "fLaC"u8, 0xFF, 0xF8, 0x5A, 0x8C, 0, 0x63, 0, 0, 0, 0], default);
        read.Messages.Complete();
        Assert.Equal("FLAC 48 kHz stereo", Assert.Single(read.Tracks).Format?.Description);
        Assert.Equal(4608, Assert.Single(read.Units).Whole.NominalDuration);
    }

    [Fact]
    public void AnyBytesAreReadOrRefused()
    {
        byte[] start = [0x96, 0x10, .. "avc1"u8, 0, 0, 0, 44, .. Sequence(TestTracks.H264)];
        byte[] frames = [0x96, 0x11, .. "avc1"u8, 0, 0, 0, 11, 0, 0, 40, .. Idr, 1, 0, 0, 11, 0, 0, 0, .. Idr];
        byte[] opus = [0x90, .. "Opus"u8, .. "OpusHead"u8, 1, 2, 0, 0, 0x80, 0xBB, 0, 0, 0, 0, 0];
        byte[][] bodies = [start, frames, opus, [0x91, .. "Opus"u8, 0xFC, 0xFF, 0xFE], [0x91, .. "ec-3"u8, 0x0B, 0x77, 0, 3], [0x97, 2, 1, 2, 3, 1, .. "av01"u8, 0x0A, 0x0B], [0xAF, 0, 0x11, 0x90], Metadata(true, true)];
        Fuzz.Run(bodies, body =>
        {
            using ReadFlv read = new();
            foreach (FlvTagType type in Enum.GetValues<FlvTagType>())
            {
                foreach (byte[] before in bodies) read.Messages.Read(type, 0, before, default);
                read.Messages.Read(type, 1, body, default);
            }

            read.Messages.Complete();
        });
        Fuzz.Run([Stream(6), Stream(2)[FlvFileHeader.Length..]], bytes =>
        {
            ReadFlv read = ReadFlv.Of(bytes, 200);
            read.Dispose();
            Assert.Equal(0, read.Outstanding);
        });
    }

    private static byte[] File(string name)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("HEADRACE_TEST_MEDIA") ?? "", name);
        if (!System.IO.File.Exists(path)) Assert.Skip($"{name} is not there.");
        return System.IO.File.ReadAllBytes(path);
    }

    private static void Config(ReadFlv read, Track? track = null) => read.Messages.Read(FlvTagType.Video, 0, [0x17, 0, 0, 0, 0, .. Sequence(track ?? TestTracks.H264)], read.Now);

    private static void Frame(ReadFlv read, uint timestamp) => read.Messages.Read(FlvTagType.Video, timestamp, [0x17, 1, 0, 0, 0, .. Idr], read.Now);

    private static void Sound(ReadFlv read, uint timestamp)
    {
        read.Messages.Read(FlvTagType.Audio, timestamp, [0xAF, 0, 0x11, 0x90], read.Now);
        read.Messages.Read(FlvTagType.Audio, timestamp, [0xAF, 1, 0x21, 0x10, 5], read.Now);
    }

    private static byte[] Sequence(Track track)
    {
        System.Buffers.ArrayBufferWriter<byte> output = new();
        Containers.Flv.TagBodies.FlvTagBodies.Find(track.Codec)!.WriteSequenceHeader(track, output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Metadata(bool video, bool audio)
    {
        System.Buffers.ArrayBufferWriter<byte> output = new();
        AmfWriter writer = new(output);
        writer.Text("@setDataFrame");
        writer.Text("onMetaData");
        writer.EcmaArray(2);
        if (video) writer.Number("videocodecid", 7);
        if (audio) writer.Text("audiocodecid", "mp4a");
        writer.End();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Pictures alone, with a header.</summary>
    private byte[] Stream(int pictures)
    {
        Random random = new(3);
        byte[] filler = new byte[300];
        using MediaBufferWriter output = new(_pool);
        FlvMuxer muxer = new(FlvFraming.Tags);
        muxer.SetTracks([TestTracks.H264]);
        output.Write(FlvFileHeader.Write(true, false));
        for (int i = 0; i < pictures; i++)
        {
            bool isPoint = i % 10 == 0;
            random.NextBytes(filler);
            byte[] slice = isPoint ? [0x65, 0x88, 0x84, 0x21] : [0x41, 0x9A, 0x24, 0x6C];
            AccessUnit unit = TestUnits.Unit(TestTracks.H264, i * 3000, isPoint ? RandomAccess.Idr : RandomAccess.None, _pool.Copy([0, 0, 1, 0x30, .. slice, .. filler]), isPoint);
            if (i == 0) muxer.WriteEntry(unit, output);
            Assert.True(muxer.TryWrite(unit, output));
        }

        return output.Written.ToArray();
    }
}
