using System.Buffers;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.ElementaryStreams;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Containers.Tests.Mp4;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.MpegTs.ElementaryStreams;

/// <summary>Carriage of AV1 in MPEG-2 TS, 1.0: descriptors, start codes, emulation prevention; written by hand.</summary>
public sealed class Av1ElementaryStreamTests
{
    private static readonly byte[] Sequence = Hex.Parse("0A0A 00000002AFF79B5F2008");
    private static readonly TsProgramStream Stream = new(0x100, 0x06, default, null);
    private readonly MediaBufferPool _pool = new();

    /// <summary>Temporal units and what PES packets hold of them, behind the delimiter's <c>000001 1200</c>.</summary>
    public static TheoryData<string, string, string> Units => new()
    {
        { "a sequence header has zeros", "0A0A 00000002AFF79B5F2008 3203 100102", "000001 0A0A 0000030002AFF79B5F2008 000001 3203 100102" },
        { "zeros and each of 0 to 4", "3212 30 00000A 0000FF 000001 000002 000003 0000", "000001 3212 30 00000A 0000FF 00000301 00000302 00000303 0000" },
        { "more zeros than two", "3207 30 000000000000", "000001 3207 30 0000030000030000" },
        { "zeros at the end of one and a start code", "3203 300000 2202 FF00", "000001 3203 300000 000001 2202 FF00" },
        { "a size that takes part", "3280808000 3201 30", "000001 3280808000 000001 3201 30" },
    };

    [Theory]
    [MemberData(nameof(Units))]
    public void UnitsStandBehindStartCodesWithPrevention(string name, string unit, string expected)
    {
        byte[] written = Payload(Hex.Parse(unit));
        Assert.True(Hex.Parse("000001 1200" + expected).AsSpan().SequenceEqual(written), name + ": " + Convert.ToHexString(written));
    }

    [Theory]
    [InlineData("SDR of BT.709", 1, 1, 0x00)]
    [InlineData("wide colours", 9, 14, 0x40)]
    [InlineData("PQ", 9, 16, 0x80)]
    [InlineData("HLG", 9, 18, 0x80)]
    [InlineData("nothing stated", 2, 2, 0xC0)]
    public void DescriptorsNameRegistrationAndRange(string name, byte primaries, byte transfer, byte range)
    {
        Track track = TestTracks.Av1 with { Format = (Av1Format)TestTracks.Av1.Format with { Colour = new ColourDescription(primaries, transfer, 1, false) } };
        ArrayBufferWriter<byte> descriptors = new();
        TsElementaryStreams.Find(track.Codec)!.WriteDescriptors(track, descriptors);
        Assert.True(descriptors.WrittenSpan.SequenceEqual((ReadOnlySpan<byte>)[5, 4, (byte)'A', (byte)'V', (byte)'0', (byte)'1', 0x80, 4, 0x81, 0x00, 0x0C, range]), name);
    }

    [Fact]
    public void PlainBitstreamsAreReadToo()
    {
        byte[] unit = [.. Sequence, 0x32, 3, 0x10, 1, 2];
        Assert.Equal([(0L, false, Convert.ToHexString(unit))], Read(([0x12, 0, .. unit], false)));
        Assert.Empty(Read(([0xFF, 1, 2], false), ([], false)));
    }

    [Fact]
    public void FramesInPacketsOfTheirOwnBecomeTemporalUnitsWithTheTimeOfWhatIsShown()
    {
        string[] packets = ["0A0A 00000002AFF79B5F2008 3203 100102", "3203 200102", "3203 300304", "3203 300506", "1A01 80"];
        Assert.Equal(
            [(0L, false, "0A0A00000002AFF79B5F20083203100102"), (6000L, false, "32032001023203300304"), (9000L, false, "3203300506"), (12_000L, false, "1A0180")],
            Read([.. packets.Select(packet => (Hex.Parse(packet), false))]));
    }

    [Fact]
    public void WhatFollowsAHoleIsDamagedUnlessItIsAKeyFrame()
    {
        byte[] key = Hex.Parse("0A0A 00000002AFF79B5F2008 3203 100102");
        byte[] inter = Hex.Parse("3203 300304");
        Assert.Equal([false, true, false, false, false], Read((key, true), (inter, true), (inter, false), (key, true), (inter, false)).Select(unit => unit.IsDamaged));
    }

    [Fact]
    public void RandomUnitsComeBackTheSame()
    {
        Random random = new(11);
        for (int round = 0; round < 300; round++)
        {
            byte[] payload = new byte[random.Next(1, 400)];
            for (int i = 0; i < payload.Length; i++) payload[i] = (byte)(random.Next(4) == 0 ? random.Next(256) : random.Next(4) % 4 == 3 ? 3 : random.Next(2));
            payload[0] = 0x10;
            Assert.True(Av1Obu.TryRead([0x30, .. payload], out Av1Obu obu, out _));
            byte[] unit = new byte[obu.SizedLength];
            obu.WriteSized(unit);
            byte[] whole = [.. Sequence, .. unit];
            Assert.Equal([(0L, false, Convert.ToHexString(whole))], Read((Payload(whole), false)));
        }
    }

    [Fact]
    public void WhateverAPayloadIsNothingIsThrown()
    {
        byte[][] corpus = [.. Units.Select(row => Hex.Parse("000001 1200" + row.Data.Item3)), .. Units.Select(row => Hex.Parse("1200" + row.Data.Item2)), Payload([.. Sequence, 0x32, 3, 0x10, 1, 2])];
        Fuzz.Run(corpus, payload => Read((corpus[^1], false), (payload, payload.Length % 3 == 0), (payload, false)));
    }

    private byte[] Payload(byte[] bytes)
    {
        using MediaBufferWriter output = new(_pool);
        AccessUnit unit = TestUnits.Unit(TestTracks.Av1, 0, RandomAccess.Idr, _pool.Copy(bytes), true);
        TsMuxer muxer = new();
        muxer.SetTracks([unit.Track]);
        Assert.True(muxer.TryWrite(unit, output));
        unit.Release();
        return Convert.FromHexString(Assert.Single(RecordingSink.Read(output.Written).Packets).Payload);
    }

    /// <summary>What a reader makes of PES packets that follow each other by 3,000 ticks.</summary>
    private List<(long Time, bool IsDamaged, string Bytes)> Read(params (byte[] Payload, bool IsDamaged)[] packets)
    {
        UnitSink sink = new();
        using (ElementaryStreamReader reader = TsElementaryStreams.Find(Av1Codec.Instance)!.CreateReader(Stream, new UnitAssemblerOptions(_pool, null, 4096)))
        {
            for (int i = 0; i < packets.Length; i++)
            {
                PesPacket packet = new()
                {
                    Stream = Stream, PresentationTime = i * 3000, DecodeTime = i * 3000, IsRandomAccess = false, IsDamaged = packets[i].IsDamaged, Payload = packets[i].Payload,
                };
                reader.Add(packet, default, sink);
            }

            reader.Flush(sink);
        }

        Assert.Equal(0, _pool.Outstanding);
        return sink.Units;
    }

    /// <summary>Keeps what it is given.</summary>
    private sealed class UnitSink : ITsUnitSink
    {
        public List<(long Time, bool IsDamaged, string Bytes)> Units { get; } = [];

        public void OnUnit(TsUnitTime time, MonotonicTime arrival, in AssembledUnit unit)
        {
            Units.Add((time.Presentation, unit.IsDamaged, Convert.ToHexString(unit.Payload.Span)));
            unit.Payload.Release();
        }
    }
}
