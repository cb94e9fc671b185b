using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Vp8;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>Packets written by hand from RFC 7741, 4.2: picture numbers, levels, layers, partitions.</summary>
public sealed class Vp8Tests
{
    private const string Key = "5019009D012A4001F000 0102";
    private const string Inter = "311900 0304";

    private readonly RtpTrackDescription _description = TestPackets.Describe("96 VP8/90000", "max-fr=30");
    private ushort _sequence = 65_530;

    /// <summary>Packets of one key frame; the last has the marker.</summary>
    public static TheoryData<string, string[]> KeyFrames => new()
    {
        { "nothing said", ["10" + Key] },
        { "flags, none of them set", ["90 00" + Key] },
        { "a picture number of 7 bits", ["90 80 11" + Key] },
        { "a picture number of 15 bits", ["90 80 9111" + Key] },
        { "all fields (RFC 7741, 4.6)", ["90 F0 9111 01 65" + Key] },
        { "a layer without level or number", ["90 20 40" + Key] },
        { "a key frame's number", ["90 10 05" + Key] },
        { "a frame that nothing refers to", ["30" + Key] },
        { "in two packets", ["10 5019009D012A", "00 4001F000 0102"] },
        { "a partition a packet, numbered", ["10 5019009D012A4001F000", "11 01", "12 02"] },
        { "a partition a packet, not numbered", ["10 5019009D012A4001F000", "10 01", "10 02"] },
    };

    [Theory]
    [MemberData(nameof(KeyFrames))]
    public void PartsBecomeAFrame(string name, string[] packets)
    {
        using Receiver receiver = new(_description);
        for (int i = 0; i < packets.Length; i++) Send(receiver, 3000, i == packets.Length - 1, packets[i]);
        ReceivedUnit unit = Assert.Single(receiver.Units);
        Assert.True(Hex.Parse(Key).AsSpan().SequenceEqual(unit.Bytes), name + ": " + Convert.ToHexString(unit.Bytes));
        Assert.Equal((3000u, false, RandomAccess.Idr, "VP8 320x240"), (unit.Timestamp, unit.Facts.IsDamaged, unit.Facts.RandomAccess, unit.Facts.Format.Description));
        Assert.Equal(0, receiver.Depacketizer.Faults.Total);
    }

    [Fact]
    public void HoleDamagesItsFrameAndTheOneBehindItUnlessThatIsAKeyFrame()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, "10" + Key);
        Send(receiver, 3000, false, "10" + Inter);
        _sequence++;
        Send(receiver, 3000, true, "00 0102");
        Send(receiver, 6000, true, "10" + Inter);
        _sequence++;
        Send(receiver, 9000, true, "10" + Key);
        _sequence++;
        Send(receiver, 12_000, true, "00 0102");
        Send(receiver, 15_000, true, "10" + Inter);

        // Of the frames at 3000 and at 12,000 nothing remains; those behind them refer to them.
        Assert.Equal([(0u, false), (6000u, true), (9000u, false), (15_000u, true)], receiver.Units.Select(u => (u.Timestamp, u.Facts.IsDamaged)));
    }

    [Fact]
    public void FrameEndsAtTheNextTimestampAndIsGivenUpAfterAWhile()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, false, "10" + Key);
        Send(receiver, 3000, true, "10" + Inter);
        Send(receiver, 6000, false, "10" + Inter);
        receiver.HandleTimeout(TimeSpan.FromSeconds(6));
        Assert.Equal([(0u, false), (3000u, false)], receiver.Units.Select(u => (u.Timestamp, u.Facts.IsDamaged)));
        Assert.Equal(1, receiver.Depacketizer.Faults.TimedOut);
        Send(receiver, 9000, true, "10" + Inter);
        Assert.True(receiver.Units[^1].Facts.IsDamaged);
    }

    [Theory]
    [InlineData("a picture number cut off", "90 80 91")]
    [InlineData("flags cut off", "90 40")]
    [InlineData("a descriptor alone", "10")]
    public void MalformedPayloadIsCounted(string name, string hex)
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, "10" + Key);
        Send(receiver, 3000, true, hex);
        Assert.True(receiver.Depacketizer.Faults.Malformed == 1, name);
        Assert.Single(receiver.Units);
    }

    [Fact]
    public void FramesHaveNumbersAndOnlyTheirFirstPacketBeginsAPartition()
    {
        MediaBuffer key = MediaBufferPool.Shared.Copy([.. Hex.Parse(Key), .. new byte[2000]]);
        MediaBuffer inter = MediaBufferPool.Shared.Copy(Hex.Parse(Inter));
        List<byte[]> packets = TestPackets.Of([TestPackets.Unit(Track, 0, 0, key, RandomAccess.Idr), TestPackets.Unit(Track, 1, 3000, inter, RandomAccess.None)], RtpPayloadFormats.Find(Track.Codec)!.CreatePacketizer(Track.Format));
        Assert.Equal(["908080005019009D", "8080800000000000", "9080800131190003"], packets.Select(p => Convert.ToHexString(TestPackets.PayloadOf(p).AsSpan(0, 8))));
        Assert.Equal([false, true, true], packets.Select(TestPackets.HasMarker));
        Assert.Equal("96 VP8/90000", TestPackets.Describe(Track).Map.ToString());
        key.Release();
        inter.Release();
    }

    [Fact]
    public void WhatIsPacketizedComesBackTheSameWhateverTheSizes()
    {
        Random random = new(1);
        for (int round = 0; round < 60; round++)
        {
            int maxPayload = new[] { 64, 200, 1188, 1400, 9000, 60_000 }[round % 6];
            byte[] frame = [.. Hex.Parse(Key), .. new byte[random.Next(round % 2 == 0 ? 100 : 20_000)], 1];
            MediaBuffer payload = MediaBufferPool.Shared.Copy(frame);
            using Receiver receiver = new(_description);
            foreach (byte[] packet in TestPackets.Of([TestPackets.Unit(Track, 0, 0, payload, RandomAccess.Idr)], _description.PayloadFormat.CreatePacketizer(Track.Format, maxPayload)))
            {
                Assert.InRange(packet.Length, RtpPacket.FixedHeaderLength + 1, RtpPacket.FixedHeaderLength + maxPayload);
                receiver.Handle(packet);
            }

            Assert.Equal(frame, Assert.Single(receiver.Units).Bytes);
            payload.Release();
        }
    }

    [Fact]
    public void WhateverPayloadsComeNothingIsThrownAndNoBufferIsLeft()
    {
        byte[][] corpus = [.. KeyFrames.SelectMany(row => row.Data.Item2).Select(Hex.Parse)];
        Fuzz.Run(corpus, payload =>
        {
            using Receiver receiver = new(_description, maxUnitBytes: 4096);
            foreach (byte[] other in corpus) receiver.Handle(TestPackets.Make(_sequence++, (uint)other.Length, other.Length % 3 == 0, other));
            receiver.Handle(TestPackets.Make(_sequence++, 3000, payload.Length % 2 == 0, payload));
            receiver.Handle(TestPackets.Make(_sequence++, 3000, false, payload));
            receiver.Flush();
        });
    }

    private static Track Track { get; } = new(0, new Vp8Format { Width = 320, Height = 240 }, ParameterSets.Empty);

    private void Send(Receiver receiver, uint timestamp, bool hasMarker, string hex) => receiver.Handle(TestPackets.Make(_sequence++, timestamp, hasMarker, Hex.Parse(hex)));
}
