using Headrace.Containers.ByteStreams;
using Headrace.Containers.Tests.Mp4;
using Headrace.Containers.Tests.MpegTs;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Tracks;

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
