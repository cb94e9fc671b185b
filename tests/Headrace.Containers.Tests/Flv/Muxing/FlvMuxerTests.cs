using Headrace.Containers.Flv;
using Headrace.Containers.Flv.Muxing;
using Headrace.Containers.Tests.Mp4;
using Headrace.Containers.Tests.MpegTs;
using Headrace.Media.Buffers;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Tests.Flv.Muxing;

public sealed class FlvMuxerTests : IDisposable
{
    private readonly MediaBufferPool _pool = new();
    private readonly TestUnits _units;
    private readonly MediaBufferWriter _output;
    private readonly FlvMuxer _muxer = new(FlvFraming.Tags);

    public FlvMuxerTests()
    {
        _units = new TestUnits(_pool);
        _output = new MediaBufferWriter(_pool);
    }

    public void Dispose() => _output.Dispose();

    [Fact]
    public void TracksAreOtherOnesWhereOneComesGoesOrChanges()
    {
        Assert.True(_muxer.SetTracks([TestTracks.H264]));
        Assert.False(_muxer.SetTracks([TestTracks.H264]));
        Assert.True(_muxer.SetTracks([TestTracks.H264, TestTracks.Aac]));
        Assert.True(_muxer.SetTracks([TestTracks.H264WithSecondPps, TestTracks.Aac]));
        Assert.True(_muxer.SetTracks([TestTracks.Aac]));
        Assert.Equal((false, true), (_muxer.HasVideo, _muxer.HasAudio));
    }

    [Fact]
    public void AnotherConfigurationStandsBeforeTheUnitThatNeedsIt()
    {
        _muxer.SetTracks([TestTracks.H264]);
        AccessUnit[] units = [_units.Picture(TestTracks.H264, 0, true), _units.Picture(TestTracks.H264, 3000), _units.Picture(TestTracks.H264WithSecondPps, 6000), _units.Picture(TestTracks.H264WithSecondPps, 9000)];
        foreach (AccessUnit unit in units) Assert.True(_muxer.TryWrite(unit, _output));

        // The second byte of a body of H.264 says whether it is a configuration (FLV 10.1, E.4.3.2).
        Assert.Equal(["17-0", "17-1", "27-1", "17-0", "27-1", "27-1"], Tags().Select(tag => $"{tag.Body[0]:X2}-{tag.Body[1]}"));
        using ReadFlv read = new();
        foreach ((FlvTagType type, byte[] body) in Tags()) read.Messages.Read(type, 0, body, default);
        read.Messages.Complete();
        Assert.Equal([2, 2, 3, 3], read.Units.Select(unit => unit.Whole.ParameterSets.Sets.Length));
    }

    [Fact]
    public void ConfigurationThatCameWithAnEntryIsNotWrittenAgain()
    {
        _muxer.SetTracks([TestTracks.H264]);
        AccessUnit unit = _units.Picture(TestTracks.H264, 0, true);
        int metadata = _muxer.WriteEntry(unit, _output);
        Assert.Equal(metadata, 15 + Tags()[0].Body.Length);
        Assert.True(_muxer.TryWrite(unit, _output));
        Assert.Equal([FlvTagType.Script, FlvTagType.Video, FlvTagType.Video], Tags().Select(tag => tag.Type));
    }

    [Fact]
    public void UnitOfNoTrackOrOfAnotherCodecIsRefusedAndCounted()
    {
        _muxer.SetTracks([TestTracks.H264]);
        Assert.False(_muxer.TryWrite(_units.Sound(TestTracks.Aac, 0), _output));
        Assert.False(_muxer.TryWrite(_units.Picture(TestTracks.H265, 0), _output));
        Assert.Equal((2, 0), (_muxer.RefusedUnits, _output.Length));
    }

    private List<(FlvTagType Type, byte[] Body)> Tags()
    {
        List<(FlvTagType, byte[])> tags = [];
        ReadOnlySpan<byte> bytes = _output.Written;
        while (!bytes.IsEmpty)
        {
            int length = bytes[1] << 16 | bytes[2] << 8 | bytes[3];
            tags.Add(((FlvTagType)bytes[0], bytes.Slice(11, length).ToArray()));
            bytes = bytes[(15 + length)..];
        }

        return tags;
    }
}
