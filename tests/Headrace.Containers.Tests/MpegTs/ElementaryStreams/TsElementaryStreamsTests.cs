using Headrace.Containers.MpegTs.ElementaryStreams;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.Tests.Mp4;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.Opus;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Tests.MpegTs.ElementaryStreams;

public sealed class TsElementaryStreamsTests
{
    private readonly MediaBufferPool _pool = new();

    public static TheoryData<string, Track, string> NotCarried => new()
    {
        { "no sets yet", TestTracks.H264 with { ParameterSets = ParameterSets.Empty }, "its parameter sets have not come yet" },
        { "xHE-AAC", AacOf("F94A4000"), "its profile or sample rate is one that ADTS headers cannot say" },
        { "explicit rate", AacOf("1780186A10"), "its profile or sample rate is one that ADTS headers cannot say" },
        { "a silent channel", new Track(1, OpusFormat.Of(4) with { Mapping = new OpusMapping(1, 3, 0, [0, 1, 2, 255]) }, ParameterSets.Empty), "its channel mapping is one that MPEG-TS has no code for" },
    };

    [Theory]
    [MemberData(nameof(NotCarried))]
    public void WhatCannotBeSaidIsNamed(string name, Track track, string expected)
    {
        Assert.False(TsElementaryStreams.CanCarry(track, out string? reason), name);
        Assert.Equal(expected, reason);
    }

    [Fact]
    public void EachCarriedTrackIsFoundByWhatTheMapTableSays()
    {
        foreach (Track track in new[] { TestTracks.H264, TestTracks.H265, TestTracks.Av1, TestTracks.Aac, TestTracks.HeAac, TestTracks.Opus, TestTracks.OpusSurround, TestTracks.Mp3, TestTracks.Ac3, TestTracks.Eac3 })
        {
            Assert.True(TsElementaryStreams.CanCarry(track, out string? reason), reason);
            ElementaryStream stream = TsElementaryStreams.Find(track.Codec)!;
            System.Buffers.ArrayBufferWriter<byte> descriptors = new();
            stream.WriteDescriptors(track, descriptors);
            Assert.Same(stream, TsElementaryStreams.Find(stream.StreamType, descriptors.WrittenSpan));
        }

        // Private data that nobody knows is passed on as it is.
        Assert.Equal("private-data", TsElementaryStreams.Find(0x06, [])?.Codec.Name);
        Assert.Equal("private-data", TsElementaryStreams.Find(0x06, [0x05, 4, (byte)'A'])?.Codec.Name);
        Assert.Null(TsElementaryStreams.Find(0x86, []));
        Assert.Null(TsElementaryStreams.Find(0xEA, []));
    }

    [Fact]
    public void MpegAudioIsNamedByTheRangeOfItsSampleRate()
    {
        Assert.Equal([0x03, 0x04, 0x03], new[] { TestTracks.Mp3, TestTracks.LowMp3, TestTracks.Mp2 }.Select(track => (int)TsElementaryStreams.Find(track.Codec)!.StreamTypeOf(track)));
        Assert.All(new byte[] { 0x03, 0x04 }, type => Assert.NotNull(TsElementaryStreams.Find(type, [])));
    }

    /// <summary>What ATSC and DVB write of them; the first entry is of a recorded stream.</summary>
    [Theory]
    [InlineData(0x81, "050441432D33810706380FFF0F003F", "ac3")]
    [InlineData(0x81, "", "ac3")]
    [InlineData(0x06, "6A0100", "ac3")]
    [InlineData(0x06, "050441432D33", "ac3")]
    [InlineData(0x87, "", "eac3")]
    [InlineData(0x06, "0A04656E67007A0100", "eac3")]
    [InlineData(0x06, "050445414333", "eac3")]
    public void Ac3IsKnownByItsTypeOrItsDescriptors(byte type, string descriptors, string codec) =>
        Assert.Equal(codec, TsElementaryStreams.Find(type, Convert.FromHexString(descriptors))?.Codec.Name);

    [Fact]
    public void FrameStandsInItsPacketAsItIs()
    {
        AccessUnit unit = new TestUnits(_pool).Sound(TestTracks.Mp3, 0, 417);
        Assert.Equal(Convert.ToHexStringLower(unit.Payload.Span), Payload(unit));
    }

    [Theory]
    [InlineData(1, "7fe001")]
    [InlineData(254, "7fe0fe")]
    [InlineData(255, "7fe0ff00")]
    [InlineData(256, "7fe0ff01")]
    [InlineData(600, "7fe0ffff5a")]
    public void OpusPacketStandsBehindItsLength(int size, string header)
    {
        AccessUnit unit = new TestUnits(_pool).Sound(TestTracks.Opus, 0, size);
        string payload = Payload(unit);
        Assert.StartsWith(header, payload, StringComparison.Ordinal);
        Assert.Equal(Convert.ToHexStringLower(unit.Payload.Span), payload[header.Length..]);
    }

    [Fact]
    public void AdtsHeaderOfHeAacSaysItsCore()
    {
        byte[] payload = Convert.FromHexString(Payload(new TestUnits(_pool).Sound(TestTracks.HeAac, 0, 77)));
        Assert.True(AdtsHeader.TryRead(payload, out AdtsHeader header));
        Assert.Equal(new AdtsHeader(2, 24_000, 2, 7, 84), header);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8185)]
    public void FrameThatAdtsCannotHoldIsRefused(int size)
    {
        using MediaBufferWriter output = new(_pool);
        TsMuxer muxer = new();
        muxer.SetTracks([TestTracks.Aac]);
        Assert.False(muxer.TryWrite(new TestUnits(_pool).Sound(TestTracks.Aac, 0, size), output));
        Assert.Equal((0, 1), (output.Length, muxer.RefusedUnits));
    }

    private string Payload(AccessUnit unit)
    {
        using MediaBufferWriter output = new(_pool);
        TsMuxer muxer = new();
        muxer.SetTracks([unit.Track]);
        Assert.True(muxer.TryWrite(unit, output));
        return Assert.Single(RecordingSink.Read(output.Written).Packets).Payload;
    }

    private static Track AacOf(string config)
    {
        Assert.True(AacFormat.TryParse(Convert.FromHexString(config), out AacFormat? format), config);
        return new Track(1, format, ParameterSets.Empty);
    }
}
