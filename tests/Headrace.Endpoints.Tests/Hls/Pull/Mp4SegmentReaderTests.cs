using System.Collections.Immutable;
using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Endpoints.Hls.Pull;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Tracks;

namespace Headrace.Endpoints.Tests.Hls.Pull;

/// <summary>Segments of fragmented MP4, each with the initialization section that its playlist names (RFC 8216, 4.3.2.5).</summary>
public sealed class Mp4SegmentReaderTests : ISegmentSink, IDisposable
{
    private readonly MediaBufferPool _pool = new();
    private readonly List<string?> _tracks = [];
    private readonly List<(long Presentation, long Decode, byte First)> _units = [];
    private readonly List<string> _remarks = [];
    private readonly Mp4SegmentReader _reader;

    public Mp4SegmentReaderTests() => _reader = new Mp4SegmentReader(this);

    MemoryAccount? ISegmentSink.Account => null;

    public void Dispose()
    {
        _reader.Dispose();
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void SegmentsOfOneSectionGoOnWithTheirTracks()
    {
        ReadOnlyMemory<byte> init = Init("1190");
        Assert.Null(Read(init, isAfterBreak: false, Segment(0, 1, 2)));
        Assert.Null(Read(init, isAfterBreak: false, Segment(2048, 3)));
        Assert.Null(Read(default, isAfterBreak: false, Segment(3072, 4)));
        Assert.Equal(["AAC 48 kHz stereo, 48000 ticks of 64 bits"], _tracks);
        Assert.Equal([(0L, 0L, (byte)1), (1024, 1024, 2), (2048, 2048, 3), (3072, 3072, 4)], _units);
        Assert.Empty(_remarks);
    }

    [Fact]
    public void AnotherSectionBringsTracksOfItsOwn()
    {
        Assert.Null(Read(Init("1190"), isAfterBreak: false, Segment(0, 1)));
        Assert.Null(Read(Init("1210"), isAfterBreak: false, Segment(1024, 2)));
        Assert.Equal(["AAC 48 kHz stereo, 48000 ticks of 64 bits", "AAC 44.1 kHz stereo, 44100 ticks of 64 bits"], _tracks);
        Assert.Equal([1, 2], _units.Select(unit => (int)unit.First));
    }

    [Fact]
    public void BehindABreakTheSectionIsReadAnew()
    {
        ReadOnlyMemory<byte> init = Init("1190");
        Assert.Null(Read(init, isAfterBreak: false, Segment(0, 1)));
        Assert.Null(Read(init, isAfterBreak: true, Segment(1024, 2)));
        Assert.Equal(2, _tracks.Count);
    }

    [Fact]
    public void SegmentsWithoutASectionAreRefused()
    {
        Assert.Equal("it is fragmented MP4 without an initialization section (EXT-X-MAP)", _reader.Begin(default, isAfterBreak: false, default));
        Assert.Null(_reader.Complete());
    }

    [Fact]
    public void SectionThatCannotBeReadIsRefusedWithTheReason()
    {
        string? fault = _reader.Begin(new byte[] { 0, 0, 0, 4, 1, 2, 3, 4 }, isAfterBreak: false, default);
        Assert.StartsWith("its initialization section cannot be read: ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void BoxThatIsNoneIsAFaultOfTheSegment()
    {
        Assert.Null(_reader.Begin(Init("1190"), isAfterBreak: false, default));
        Assert.NotNull(_reader.Read([0, 0, 0, 4, 1, 2, 3, 4], default));
    }

    /// <summary>RFC 6381 and what playlists say in CODECS: who plays a rendition must know all of its codecs.</summary>
    [Theory]
    [InlineData("avc1.64001f", true)]
    [InlineData("hvc1.1.6.L93.B0", true)]
    [InlineData("av01.0.04M.08", true)]
    [InlineData("mp4a.40.2", true)]
    [InlineData("mp4a.6B", true)]
    [InlineData("Opus", true)]
    [InlineData("ac-3", true)]
    [InlineData("mp4a.67", false)]
    [InlineData("avc10", false)]
    [InlineData("wvtt", false)]
    [InlineData("", false)]
    public void NamesOfCodecsSayWhatCanBeTaken(string name, bool isCarried) => Assert.Equal(isCarried, CodecNames.IsCarried(name));

    void ISegmentSink.OnTracks(ImmutableArray<SegmentTrack> tracks) => _tracks.AddRange(tracks.Select(track => $"{track.Format?.Description}, {track.Rate} ticks of {track.Bits} bits"));

    void ISegmentSink.OnUnit(int track, long presentation, long decode, in AssembledUnit unit)
    {
        _units.Add((presentation, decode, unit.Payload.Span[0]));
        unit.Payload.Release();
    }

    void ISegmentSink.OnRemark(string remark) => _remarks.Add(remark);

    private string? Read(ReadOnlyMemory<byte> init, bool isAfterBreak, byte[] segment)
    {
        if (_reader.Begin(init, isAfterBreak, default) is { } fault) return fault;
        foreach (byte[] piece in segment.Chunk(50))
        {
            if (_reader.Read(piece, default) is { } broken) return broken;
        }

        return _reader.Complete();
    }

    private ReadOnlyMemory<byte> Init(string config)
    {
        Assert.True(AacFormat.TryParse(Convert.FromHexString(config), out AacFormat? format));
        using MediaBufferWriter output = new(_pool);
        InitSegment.Write(new Track(0, format, ParameterSets.Empty), 1, output);
        return output.Written.ToArray();
    }

    private byte[] Segment(long time, params byte[] frames)
    {
        using MediaBufferWriter output = new(_pool);
        FragmentSample[] samples = [.. frames.Select(frame => new FragmentSample { Payload = _pool.Copy([frame, 0, 0]), Duration = 1024 })];
        FragmentWriter.Write(samples, new FragmentHeader { TrackId = 1, SequenceNumber = 1, BaseDecodeTime = time, BeginsSegment = true }, output);
        foreach (FragmentSample sample in samples) sample.Payload.Release();
        return output.Written.ToArray();
    }
}
