using System.Buffers.Binary;
using Headrace.Containers.ByteStreams;
using Headrace.Containers.Tests.Mp4;
using Headrace.Containers.Tests.MpegTs;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.G722;
using Headrace.Media.Codecs.G726;
using Headrace.Media.Codecs.JpegXs;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Codecs.Mjpeg;
using Headrace.Media.Codecs.Mpeg4Video;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Tracks;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.ByteStreams;

public sealed class ByteStreamTests
{
    private readonly MediaBufferPool _pool = MediaBufferPool.Shared;

    [Fact]
    public void NalUnitsStandBehindStartCodesAndTheirParameterSets()
    {
        byte[] expected = [0, 0, 0, 1, .. TestTracks.Sps.Span, 0, 0, 0, 1, .. TestTracks.Pps.Span, 0, 0, 0, 1, 0x65, 1, 2];
        AccessUnit unit = new TestUnits(_pool).PictureAfterGap(TestTracks.H264, 0);
        Assert.Equal(expected, Write(unit, hasSets: true, "h264", "video/h264"));
        Assert.Equal(expected[^7..], Write(unit, hasSets: false, "h264", "video/h264"));
        unit.Release();
    }

    [Fact]
    public void EachFrameOfAacHasAHeader()
    {
        AccessUnit unit = new()
        {
            Track = TestTracks.Aac, Sequence = 0, DecodeTime = 0, PresentationOffset = 0, PathTime = 0, Arrival = default, RandomAccess = RandomAccess.Idr, Payload = _pool.Copy([1, 2, 3]),
        };
        Assert.Equal(Convert.FromHexString("FFF14C80015FFC010203"), Write(unit, hasSets: true, "adts", "audio/aac"));
        unit.Release();
    }

    [Theory]
    [InlineData(3, "mp3")]
    [InlineData(2, "mp2")]
    [InlineData(1, "mp1")]
    public void FramesOfMpegAudioStandAsTheyAre(int layer, string name)
    {
        AccessUnit unit = new TestUnits(_pool).Sound(new Track(0, MpegAudioFormat.Of(layer, 48_000, 2)!, ParameterSets.Empty), 0, 384);
        Assert.Equal(unit.Payload.Span.ToArray(), Write(unit, hasSets: true, name, "audio/mpeg"));
        unit.Release();
    }

    [Fact]
    public void FramesOfAc3StandAsTheyAre()
    {
        foreach ((Track track, string name) in new[] { (TestTracks.Ac3, "ac3"), (TestTracks.Eac3, "eac3") })
        {
            AccessUnit unit = new TestUnits(_pool).Sound(track, 0, 384);
            Assert.Equal(unit.Payload.Span.ToArray(), Write(unit, hasSets: true, name, "audio/" + name));
            unit.Release();
        }
    }

    [Fact]
    public void DelimiterBeginsEachTemporalUnitOfAv1()
    {
        AccessUnit unit = TestUnits.Unit(TestTracks.Av1, 0, RandomAccess.None, _pool.Copy([0x32, 1, 0x30]));
        Assert.Equal([0x12, 0, 0x32, 1, 0x30], Write(unit, hasSets: true, "obu", "video/AV1"));
        unit.Release();
    }

    [Fact]
    public void Vp9IsFramesWithTheirTimesBehindAHeader()
    {
        AccessUnit unit = TestUnits.Unit(TestTracks.Vp9, 3000, RandomAccess.None, _pool.Copy([0x88, 1]));
        Assert.Equal([2, 0, 0, 0, 0xB8, 0x0B, 0, 0, 0, 0, 0, 0, 0x88, 1], Write(unit, hasSets: true, "ivf", "video/x-ivf"));
        unit.Release();
        Assert.True(Containers.ByteStreams.ByteStreams.TryFind(TestTracks.Vp9, out ByteStream? form, out _));
        using MediaBufferWriter output = new(_pool);
        form.Begin(TestTracks.Vp9, output);
        Assert.Equal("444B4946 0000 2000 56503930 8007 3804 905F0100 01000000 00000000 00000000".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(output.Written));
    }

    [Fact]
    public void FormsWithoutAHeaderBeginWithTheirFirstUnit()
    {
        foreach (Track track in new[] { TestTracks.H264, TestTracks.Av1, TestTracks.Aac, TestTracks.Ac3, TestTracks.Mp3 })
        {
            Assert.True(Containers.ByteStreams.ByteStreams.TryFind(track, out ByteStream? form, out _));
            using MediaBufferWriter output = new(_pool);
            form.Begin(track, output);
            Assert.Equal((form.Name, 0), (form.Name, output.Length));
        }
    }

    [Fact]
    public void PicturesOfJpegStandAsTheyAre()
    {
        Track track = new(0, new MjpegFormat { Width = 16, Height = 16 }, ParameterSets.Empty);
        AccessUnit unit = TestUnits.Unit(track, 0, RandomAccess.Idr, _pool.Copy([0xFF, 0xD8, 0xFF, 0xD9]));
        Assert.Equal([0xFF, 0xD8, 0xFF, 0xD9], Write(unit, hasSets: true, "mjpeg", "video/x-motion-jpeg"));
        unit.Release();
        Assert.Equal([MjpegCodec.Instance], Containers.ByteStreams.ByteStreams.All.Where(form => form.IsJpeg).Select(form => form.Codec));
    }

    /// <summary>ISO/IEC 14496-2, 6.2.2: the headers of sequence, object and layer stand before what decoding begins with.</summary>
    [Fact]
    public void ConfigurationOfMpeg4VideoStandsBeforePicturesToBeginWith()
    {
        Mpeg4VideoFormat format = Mpeg4VideoFormat.Of(Hex.Parse("000001B0F1 000001B5A913 00000100 0000012008D48D0800CD0A041694103F"))!;
        AccessUnit unit = TestUnits.Unit(new Track(0, format, ParameterSets.Empty), 0, RandomAccess.Idr, _pool.Copy([0, 0, 1, 0xB6, 0x10]));
        Assert.Equal([.. format.Config.Span, 0, 0, 1, 0xB6, 0x10], Write(unit, hasSets: true, "m4v", "video/MP4V-ES"));
        Assert.Equal([0, 0, 1, 0xB6, 0x10], Write(unit, hasSets: false, "m4v", "video/MP4V-ES"));
        unit.Release();
    }

    /// <summary>RFC 9134, 4.2: the boxes before a codestream are RTP's; of a frame of two fields each has its own.</summary>
    [Fact]
    public void CodestreamsOfJpegXsStandWithoutTheirBoxes()
    {
        JpegXsFrame[] fields = [JpegXsFrame.Make(1, 320, 180, slices: 2, sliceBytes: 40), JpegXsFrame.Make(2, 320, 180, slices: 1, sliceBytes: 40)];
        JpegXsFormat format = new() { Width = 320, Height = 360, Profile = 0x3540, Level = 0x1008, Components = 3, BitDepth = 10, ChromaFormat = 2, HasFields = true, IsSliced = true };
        Track track = new(0, format, ParameterSets.Empty);
        using MediaBufferWriter payload = new(_pool);
        foreach (byte[] piece in fields.SelectMany(field => field.Pieces))
        {
            BinaryPrimitives.WriteInt32BigEndian(payload.Reserve(4), piece.Length);
            payload.Write(piece);
        }

        AccessUnit unit = TestUnits.Unit(track, 0, RandomAccess.Idr, payload.Detach());
        Assert.Equal(fields.SelectMany(field => field.Whole[JpegXsFrame.Boxes.Length..]), Write(unit, hasSets: true, "jpegxs_pipe", "image/jxsc"));
        unit.Release();
    }

    public static TheoryData<string, AudioFormat, string, string> Files => new()
    {
        { "pcm_mulaw,8000,1", G711Format.Of(G711Codec.MuLaw), "au", "2E736E64 00000018 FFFFFFFF 00000001 00001F40 00000001" },
        { "pcm_alaw,16000,2", G711Format.Of(G711Codec.ALaw, 16_000, 2), "au", "2E736E64 00000018 FFFFFFFF 0000001B 00003E80 00000002" },
        { "adpcm_g722,16000,1", G722Format.Of(1), "au", "2E736E64 00000018 FFFFFFFF 00000018 00003E80 00000001" },
        { "adpcm_g726le,8000,1", G726Format.Of(4, G726Packing.LeastSignificantFirst), "au", "2E736E64 00000018 FFFFFFFF 00000017 00001F40 00000001" },
        { "adpcm_g726le,8000,1", G726Format.Of(5, G726Packing.LeastSignificantFirst), "au", "2E736E64 00000018 FFFFFFFF 0000001A 00001F40 00000001" },
        { "adpcm_g726le,8000,1", G726Format.Of(3, G726Packing.LeastSignificantFirst), "au", "2E736E64 00000018 FFFFFFFF 00000019 00001F40 00000001" },
        { "pcm_s16be,44100,2", LinearPcmFormat.Of(LinearPcmCodec.L16, 44_100, 2), "au", "2E736E64 00000018 FFFFFFFF 00000003 0000AC44 00000002" },
        { "pcm_s24be,96000,6", LinearPcmFormat.Of(LinearPcmCodec.L24, 96_000, 6), "au", "2E736E64 00000018 FFFFFFFF 00000004 00017700 00000006" },
        { "flac,44100,2", (AudioFormat)TestTracks.Flac.Format, "flac", "664C6143 80000022 12001200 00000000 00000AC4 42F00000 00000000 00000000 00000000 00000000 0000" },
    };

    /// <summary>A file with a header and silence: ffprobe finds in it what it is of.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public async Task SoundWithoutFramesOfItsOwnHasAHeader(string probed, AudioFormat format, string name, string header)
    {
        Skip.UnlessInstalled("ffprobe");
        Track track = new(0, format, ParameterSets.Empty);
        Assert.True(Containers.ByteStreams.ByteStreams.TryFind(track, out ByteStream? form, out _));
        Assert.Equal((name, name == "au" ? "audio/basic" : "audio/flac"), (form.Name, form.MediaType));
        using MediaBufferWriter output = new(_pool);
        form.Begin(track, output);
        Assert.Equal(header.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(output.Written));
        for (int i = 0; i < 50; i++)
        {
            AccessUnit unit = TestUnits.Unit(track, i * format.Silence!.Duration, RandomAccess.Idr, _pool.Copy(format.Silence.Payload.Span));
            form.Write(unit, hasSets: true, output);
            unit.Release();
        }

        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, $"sound.{name}");
        await File.WriteAllBytesAsync(path, output.Written.ToArray(), TestContext.Current.CancellationToken);
        string found = await ClientProcess.RunAsync("ffprobe", ["-v", "error", "-show_entries", "stream=codec_name,sample_rate,channels", "-of", "csv=p=0", path], cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(probed, found.Trim());
    }

    [Theory]
    [InlineData(2, G726Packing.LeastSignificantFirst)]
    [InlineData(4, G726Packing.MostSignificantFirst)]
    public void CodesThatNoFileNamesHaveNoByteStream(int bits, G726Packing packing)
    {
        Assert.False(Containers.ByteStreams.ByteStreams.TryFind(new Track(0, G726Format.Of(bits, packing), ParameterSets.Empty), out _, out string? reason));
        Assert.Equal("audio files of Sun have no number for its bit rate and the order of its codes", reason);
    }

    [Fact]
    public void CodecsWithoutAByteStreamSaySo()
    {
        Assert.False(Containers.ByteStreams.ByteStreams.TryFind(TestTracks.Opus, out _, out string? reason));
        Assert.Equal("Opus has no byte stream here: its packets need a container", reason);
        Assert.False(Containers.ByteStreams.ByteStreams.TryFind(TestTracks.H264 with { ParameterSets = ParameterSets.Empty }, out _, out reason));
        Assert.Equal("its parameter sets have not come yet", reason);
        Assert.True(Containers.ByteStreams.ByteStreams.TryFind(TestTracks.H265, out ByteStream? form, out _));
        Assert.Equal("hevc", form.Name);
    }

    private byte[] Write(AccessUnit unit, bool hasSets, string name, string mediaType)
    {
        Assert.True(Containers.ByteStreams.ByteStreams.TryFind(unit.Track, out ByteStream? form, out _));
        Assert.Equal((name, mediaType), (form.Name, form.MediaType));
        using MediaBufferWriter output = new(_pool);
        form.Write(unit, hasSets, output);
        return output.Written.ToArray();
    }
}
