using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Mjpeg;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.PayloadFormats.Mjpeg;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>Packets written by hand from RFC 2435, 3.1: offsets, restart markers, quantisation tables.</summary>
public sealed class MjpegTests
{
    private const string Data = "123456 FF00 789A";

    // Type 1, 40 blocks wide and 24 high.
    private const string Head = "00000000 01 32 28 18 ";

    private static readonly string Tables = string.Concat(Enumerable.Range(1, 128).Select(i => $"{i:X2}"));

    private readonly RtpTrackDescription _description = TestPackets.Describe("26 JPEG/90000");
    private ushort _sequence = 65_530;

    /// <summary>Packets of a picture, and the tables that it has then: those of Q 50 or those that were sent.</summary>
    public static TheoryData<string, string[], bool, int> Pictures => new()
    {
        { "tables by a number", [Head + Data], false, 0 },
        { "in three packets", [Head + "1234", "00000002 01 32 28 18 56", "00000003 01 32 28 18 FF00 789A"], false, 0 },
        { "its end sent too", [Head + Data + "FFD9"], false, 0 },
        { "tables with it", ["00000000 01 FF 28 18 00 00 0080" + Tables + Data], true, 0 },
        { "tables that may be left out later", ["00000000 01 80 28 18 00 00 0080" + Tables + "1234", "00000002 01 80 28 18 56 FF00 789A"], true, 0 },
        { "restart markers", ["00000000 41 32 28 18 0014 FFFF" + Data], false, 20 },
        { "restart markers and tables", ["00000000 41 FF 28 18 0014 FFFF 00 00 0080" + Tables + Data], true, 20 },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void HeadersAreRebuilt(string name, string[] packets, bool areSent, int restartInterval)
    {
        using Receiver receiver = new(_description);
        for (int i = 0; i < packets.Length; i++) Send(receiver, 3000, i == packets.Length - 1, packets[i]);
        ReceivedUnit unit = Assert.Single(receiver.Units);
        Assert.True(JpegHeader.TryRead(unit.Bytes, out JpegHeader header), name);
        Assert.Equal("MJPEG 320x192", unit.Facts.Format.Description);
        Assert.Equal((true, true, JpegSampling.Quarter, restartInterval), (header.IsBaseline, header.HasUsualTables, header.Sampling, header.RestartInterval));
        Assert.Equal(Hex.Parse(Data), unit.Bytes[header.ScanStart..header.ScanEnd]);
        Assert.Equal([0xFF, 0xD9], unit.Bytes[^2..]);
        byte[] tables = Hex.Parse(Tables);
        if (!areSent) JpegTables.Quantize(50, tables);
        Assert.Equal(Convert.ToHexString(tables), Convert.ToHexString(unit.Bytes, header.LumaTable, 64) + Convert.ToHexString(unit.Bytes, header.ChromaTable, 64));
        Assert.Equal((3000u, false, RandomAccess.Idr, 0L), (unit.Timestamp, unit.Facts.IsDamaged, unit.Facts.RandomAccess, receiver.Depacketizer.Faults.Total));
    }

    [Fact]
    public void TablesThatWereSentServeLaterPicturesOfTheirQ()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, "00000000 01 80 28 18 00 00 0000" + Data);
        Assert.Equal(1, receiver.Depacketizer.Faults.Malformed);
        Send(receiver, 3000, true, "00000000 01 80 28 18 00 00 0080" + Tables + Data);
        Send(receiver, 6000, true, "00000000 01 80 28 18 00 00 0000" + Data);
        Assert.Equal(2, receiver.Units.Count);
        Assert.Equal(receiver.Units[0].Bytes, receiver.Units[1].Bytes);

        // One table for luma and chroma.
        Send(receiver, 9000, true, "00000000 01 81 28 18 00 00 0040" + Tables[..128] + Data);
        Assert.True(JpegHeader.TryRead(receiver.Units[2].Bytes, out JpegHeader header));
        Assert.Equal((1, 1), (receiver.Units[2].Bytes[header.LumaTable], receiver.Units[2].Bytes[header.ChromaTable]));
    }

    [Fact]
    public void HoleDamagesItsOwnPictureOnly()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, Head + Data);
        Send(receiver, 3000, false, Head + "1234");
        _sequence++;
        Send(receiver, 3000, true, "00000003 01 32 28 18 FF00 789A");
        Send(receiver, 6000, true, Head + Data);
        _sequence++;
        Send(receiver, 9000, true, "00000003 01 32 28 18 FF00 789A");
        Send(receiver, 12_000, true, Head + Data);
        Assert.Equal([(0u, false), (6000u, false), (12_000u, false)], receiver.Units.Select(u => (u.Timestamp, u.Facts.IsDamaged)));
    }

    [Theory]
    [InlineData("a header alone", "00000000 01 32 28 18", "")]
    [InlineData("tables of 16 bits", "00000000 01 FF 28 18 00 01 0080 0102", "")]
    [InlineData("tables cut off", "00000000 01 FF 28 18 00 00 0080 0102", "")]
    [InlineData("no tables where each picture has its own", "00000000 01 FF 28 18 00 00 0000 0102", "")]
    [InlineData("a reserved Q", "00000000 01 64 28 18 0102", "")]
    [InlineData("restart markers cut off", "00000000 41 32 28 18 0102", "")]
    [InlineData("an unknown type", "00000000 02 32 28 18 0102", "its JPEG is of a type that RFC 2435 does not define")]
    [InlineData("a size that the format cannot say", "00000000 01 32 00 00 0102", "its pictures are above 2,040 pixels, which RFC 2435 cannot say")]
    public void WhatCannotBeReadIsCounted(string name, string hex, string complaint)
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, hex);
        Assert.Empty(receiver.Units);
        Assert.True((1, complaint) == (receiver.Depacketizer.Faults.Malformed, receiver.Depacketizer.Complaint ?? ""), name);
    }

    [Fact]
    public void FirstPacketHasTheTablesAndOffsetsCountTheData()
    {
        List<byte[]> packets = Packets(Picture(1, 0, new byte[1500]), 1000);
        Assert.Equal(["0000000001FF281800000080", "000002AC01FF281800000000"], packets.Select(p => Convert.ToHexString(TestPackets.PayloadOf(p).AsSpan(0, 12))));
        Assert.Equal([false, true], packets.Select(TestPackets.HasMarker));
        Assert.Equal(26, packets[0][1] & 0x7F);
        Assert.Equal("0000000040FF28180014FFFF00000080", Convert.ToHexString(TestPackets.PayloadOf(Packets(Picture(0x40, 20, [1]), 1000)[0]).AsSpan(0, 16)));
        Assert.Equal("26 JPEG/90000", TestPackets.Describe(Track).Map.ToString());
    }

    [Fact]
    public void WhatIsPacketizedComesBackTheSameWhateverTheSizes()
    {
        Random random = new(1);
        for (int round = 0; round < 60; round++)
        {
            int maxPayload = new[] { 200, 1188, 1400, 9000, 60_000 }[round % 5];
            byte[] data = new byte[random.Next(1, round % 2 == 0 ? 300 : 50_000)];
            random.NextBytes(data);
            data.AsSpan().Replace((byte)0xFF, (byte)0);
            byte[] picture = Picture((byte)(round % 2), round % 3 == 0 ? 0 : 40, data);
            using Receiver receiver = new(_description);
            foreach (byte[] packet in Packets(picture, maxPayload))
            {
                Assert.InRange(packet.Length, RtpPacket.FixedHeaderLength + 1, RtpPacket.FixedHeaderLength + maxPayload);
                receiver.Handle(packet);
            }

            Assert.Equal(Convert.ToHexString(picture), Convert.ToHexString(Assert.Single(receiver.Units).Bytes));
        }
    }

    [Fact]
    public void PicturesThatTheFormatCannotSayAreRefusedWithAReason()
    {
        RtpPayloadFormat format = RtpPayloadFormats.Find(MjpegCodec.Instance)!;
        MjpegFormat usual = (MjpegFormat)Track.Format;
        Assert.Null(format.WhyNot(Track));
        Assert.Equal("its pictures are not baseline JPEG", Reason(usual with { IsBaseline = false }));
        Assert.Equal("its Huffman tables are its own, and RFC 2435 does not send any", Reason(usual with { HasUsualTables = false }));
        Assert.Equal("its sampling is neither 4:2:2 nor 4:2:0 as RFC 2435 has them", Reason(usual with { Sampling = JpegSampling.Other }));
        Assert.Equal("RFC 2435 cannot say sizes above 2,040 pixels", Reason(usual with { Width = 2048 }));
        Assert.Empty(Packets([0xFF, 0xD8, 0xFF], 1000));

        string? Reason(MjpegFormat other) => format.WhyNot(new Track(0, other, ParameterSets.Empty));
    }

    [Fact]
    public void WhateverPayloadsComeNothingIsThrownAndNoBufferIsLeft()
    {
        byte[][] corpus = [.. Pictures.SelectMany(row => row.Data.Item2).Select(Hex.Parse)];
        Fuzz.Run(corpus, payload =>
        {
            using Receiver receiver = new(_description, maxUnitBytes: 4096);
            foreach (byte[] other in corpus) receiver.Handle(TestPackets.Make(_sequence++, (uint)other.Length, other.Length % 3 == 0, other));
            receiver.Handle(TestPackets.Make(_sequence++, 3000, payload.Length % 2 == 0, payload));
            receiver.Handle(TestPackets.Make(_sequence++, 3000, false, payload));
            receiver.Flush();
        });
    }

    /// <summary>A picture as the depacketizer writes it.</summary>
    internal static byte[] Picture(byte type, int restartInterval, byte[] data)
    {
        byte[] head = new byte[MjpegHeaderWriter.MaxLength];
        int length = MjpegHeaderWriter.Write(new MjpegPayloadHeader(0, type, 255, 320, 192), restartInterval, Hex.Parse(Tables), head);
        return [.. head.AsSpan(0, length), .. data, 0xFF, 0xD9];
    }

    internal static Track Track { get; } = new(0, new MjpegFormat { Width = 320, Height = 192, Sampling = JpegSampling.Quarter, IsBaseline = true, HasUsualTables = true }, ParameterSets.Empty);

    private static List<byte[]> Packets(byte[] picture, int maxPayload)
    {
        MediaBuffer payload = MediaBufferPool.Shared.Copy(picture);
        List<byte[]> packets = TestPackets.Of([TestPackets.Unit(Track, 0, 0, payload, RandomAccess.Idr)], RtpPayloadFormats.Find(Track.Codec)!.CreatePacketizer(Track.Format, maxPayload), TestPackets.Sender(26));
        payload.Release();
        return packets;
    }

    private void Send(Receiver receiver, uint timestamp, bool hasMarker, string hex) => receiver.Handle(TestPackets.Make(_sequence++, timestamp, hasMarker, Hex.Parse(hex)));
}
