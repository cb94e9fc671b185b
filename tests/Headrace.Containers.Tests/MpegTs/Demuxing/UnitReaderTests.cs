using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.ElementaryStreams;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.Tests.MpegTs.Demuxing;

/// <summary>What readers of elementary streams make of PES packets that are broken, too large or without time.</summary>
public sealed class UnitReaderTests : ITsUnitSink
{
    private const int MaxUnit = 1000;
    private static readonly byte[] Klv = [0x05, 4, (byte)'K', (byte)'L', (byte)'V', (byte)'A'];
    private static readonly byte[] Bssd = [0x05, 4, (byte)'B', (byte)'S', (byte)'S', (byte)'D'];

    private readonly MediaBufferPool _pool = new();
    private readonly List<(long Decode, AssembledUnit Unit, byte[] Bytes)> _units = [];

    [Fact]
    public void DataWithAHoleOrWithoutTimeIsDroppedAndCounted()
    {
        using (ElementaryStreamReader reader = Reader(TsStreamType.PrivateData, Klv))
        {
            reader.Add(Pes([1, 2], 100, isIncomplete: true), default, this);
            reader.Add(Pes([3, 4], null), default, this);
            reader.Add(Pes([], 300), default, this);
            reader.Add(Pes([5, 6], 400), default, this);
            reader.Flush(this);
            Assert.Equal(new UnitFaults(2, 0, 0, 0), reader.Faults);
        }

        Assert.Equal((400, "0506"), (Assert.Single(_units).Decode, Convert.ToHexString(_units[0].Bytes)));
        Assert.Equal(0, _pool.Outstanding);
    }

    // | size 16 | pairs - 1: 2, identification 8, 16 bits: 2, alignment 4 |, then a pair of 40 bits.
    [Fact]
    public void SamplesOfAesAreUnitsAndWhatIsBrokenIsCounted()
    {
        byte[] one = Hex("0005 0000 8000100010");
        using (ElementaryStreamReader reader = Reader(TsStreamType.PrivateData, Bssd))
        {
            reader.Add(Pes(one, null), default, this);
            Assert.Empty(_units);
            reader.Add(Pes([.. one, .. one], 9000), default, this);
            Assert.Equal([9000, 9002], _units.Select(unit => unit.Decode));
            reader.Add(Pes([.. one, .. Hex("0005 0030 8000100010")], 18_000), default, this);
            Assert.Equal(3, _units.Count);

            // Of what follows something broken nobody knows the time, until a packet states one.
            reader.Add(Pes(one, null), default, this);
            reader.Add(Pes(one, 27_000, isIncomplete: true), default, this);
            Assert.Equal(3, _units.Count);
            Assert.Equal(new UnitFaults(2, 0, 0, 0), reader.Faults);
            reader.Add(Pes(Hex("000E 0020 80000010000010 80000010000010"), 36_000), default, this);
            reader.Flush(this);
            Assert.Equal(["PCM of 16 bits 48 kHz stereo", "PCM of 24 bits 48 kHz stereo"], _units.Select(unit => unit.Unit.Format.Description).Distinct());
            Assert.Equal(new UnitFaults(2, 0, 0, 0), reader.Faults);
        }

        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void PartThatOutgrowsAUnitIsDroppedAndTheNextPictureIsDamaged()
    {
        using (ElementaryStreamReader reader = Reader(TsStreamType.H264, []))
        {
            reader.Add(Pes([1, .. MadePictures.H264(true, 0, 2 * MaxUnit)], 9000), default, this);
            reader.Add(Pes(new byte[10], null), default, this);
            Assert.True(reader.Faults.TooLarge > 0);
            reader.Add(Pes(MadePictures.H264(true, 1, 100), 12_000), default, this);
            reader.Add(Pes(MadePictures.H264(false, 2, 100), 15_000), default, this);
            reader.Flush(this);
        }

        Assert.Contains(_units, unit => unit.Unit.IsDamaged);
        Assert.All(_units, unit => Assert.True(unit.Bytes.Length <= MaxUnit));
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void PictureBeforeAnyTimeIsDropped()
    {
        using (ElementaryStreamReader reader = Reader(TsStreamType.H264, []))
        {
            reader.Add(Pes(MadePictures.H264(true, 0, 100), null), default, this);
            reader.Add(Pes(MadePictures.H264(true, 1, 100), 12_000), default, this);
            reader.Flush(this);
        }

        Assert.Equal([12_000], _units.Select(unit => unit.Decode));
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void SoundWithoutTimeIsDropped()
    {
        byte[] frame = Hex("FFFB9000");
        Array.Resize(ref frame, 417);
        using (ElementaryStreamReader reader = Reader(TsStreamType.Mpeg1Audio, []))
        {
            reader.Add(Pes([.. frame, .. frame], null), default, this);
            Assert.Empty(_units);
            reader.Add(Pes([.. frame, .. frame], 9000), default, this);
            reader.Flush(this);
        }

        Assert.Equal(2, _units.Count);
        Assert.Equal(0, _pool.Outstanding);
    }

    /// <summary>A frame of LATM whose length goes on, packet after packet, is kept up to a bound.</summary>
    [Fact]
    public void FrameOverSeveralPacketsIsOne()
    {
        byte[] frame = [0x56, 0xE0, 200, 0x20, 0x00, 0x11, 0x90, 0x1F, 0xE0, 0x08, .. new byte[193]];
        using (ElementaryStreamReader reader = Reader(TsStreamType.Latm, []))
        {
            reader.Add(Pes(frame.AsSpan(..50), 9000), default, this);
            reader.Add(Pes(frame.AsSpan(50..120), null), default, this);
            Assert.Empty(_units);
            reader.Add(Pes([.. frame.AsSpan(120..), .. frame], 9100), default, this);
            reader.Flush(this);
            Assert.Equal(0, reader.Faults.TooLarge);
        }

        Assert.Equal(0, _pool.Outstanding);
    }

    void ITsUnitSink.OnUnit(TsUnitTime time, MonotonicTime arrival, in AssembledUnit unit)
    {
        _units.Add((time.Decode, unit with { Payload = default }, unit.Payload.Span.ToArray()));
        unit.Payload.Release();
    }

    private ElementaryStreamReader Reader(byte type, byte[] descriptors)
    {
        ElementaryStream carrier = TsElementaryStreams.Find(type, descriptors)!;
        return carrier.CreateReader(Stream(type, descriptors), new UnitAssemblerOptions(_pool, null, MaxUnit));
    }

    private static TsProgramStream Stream(byte type, byte[] descriptors) => new(0x100, type, descriptors, TsElementaryStreams.Find(type, descriptors));

    private static PesPacket Pes(ReadOnlySpan<byte> payload, long? time, bool isIncomplete = false) => new()
    {
        Stream = Stream(TsStreamType.H264, []),
        PresentationTime = time,
        DecodeTime = time,
        IsRandomAccess = false,
        IsDamaged = isIncomplete,
        IsIncomplete = isIncomplete,
        Payload = payload,
    };

    private static byte[] Hex(string text) => TestKit.Hex.Parse(text);
}
