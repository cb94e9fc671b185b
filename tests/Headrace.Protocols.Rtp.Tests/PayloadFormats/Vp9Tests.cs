using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Vp9;
using Headrace.Media.Codecs.Vpx;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>Packets written by hand from RFC 9628, 4.2: picture numbers, layers, references, structure.</summary>
public sealed class Vp9Tests
{
    private const string Key = "82498342 0003F002F6 0102";
    private const string Inter = "86 0040929C14 0304";
    private const string Upper = "86 0040929C14 0506";

    private readonly RtpTrackDescription _description = TestPackets.Describe("98 VP9/90000", "profile-id=0");
    private ushort _sequence = 65_530;

    /// <summary>Packets of one key frame; the last has the marker.</summary>
    public static TheoryData<string, string[]> KeyFrames => new()
    {
        { "nothing said", ["0C" + Key] },
        { "a picture number of 7 bits", ["8C 11" + Key] },
        { "a picture number of 15 bits", ["8C 9111" + Key] },
        { "layers, not flexible", ["AC 9111 00 07" + Key] },
        { "layers, flexible", ["BC 9111 00" + Key] },
        { "a size", ["8E 9111 10 0040 0030" + Key] },
        { "two sizes and a group of three pictures", ["AE 9111 00 07 38 0040 0030 0080 0060 03 00 14 01 38 0102" + Key] },
        { "a structure without size or group", ["0E 00" + Key] },
        { "in three packets", ["08 82498342", "00 0003F002F6", "04 0102"] },
        { "without the bit for its end", ["08 82498342", "00 0003F002F6 0102"] },
    };

    [Theory]
    [MemberData(nameof(KeyFrames))]
    public void PartsBecomeAFrame(string name, string[] packets)
    {
        using Receiver receiver = new(_description);
        for (int i = 0; i < packets.Length; i++) Send(receiver, 3000, i == packets.Length - 1, packets[i]);
        ReceivedUnit unit = Assert.Single(receiver.Units);
        Assert.True(Hex.Parse(Key).AsSpan().SequenceEqual(unit.Bytes), name + ": " + Convert.ToHexString(unit.Bytes));
        Assert.Equal((3000u, false, RandomAccess.Idr, "VP9 64x48"), (unit.Timestamp, unit.Facts.IsDamaged, unit.Facts.RandomAccess, unit.Facts.Format.Description));
        Assert.Equal(0, receiver.Depacketizer.Faults.Total);
    }

    [Theory]
    [InlineData("one reference", "DC 9111 02")]
    [InlineData("three references", "DC 9111 03 05 08")]
    [InlineData("layers and a reference", "FC 9111 20 02")]
    [InlineData("not flexible: no references are listed", "CC 9111")]
    public void ReferencesArePassedOver(string name, string descriptor)
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, "0C" + Key);
        Send(receiver, 3000, true, descriptor + Inter);
        Assert.True(Hex.Parse(Inter).AsSpan().SequenceEqual(receiver.Units[1].Bytes), name);
        Assert.False(receiver.Units[1].Facts.IsDamaged);
    }

    [Fact]
    public void SpatialLayersAreOneUnit()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, false, "AC 9111 00 07" + Key);
        Send(receiver, 0, false, "E8 9111 03 07 86 0040929C14");
        Send(receiver, 0, true, "E4 9111 03 07 0506");
        ReceivedUnit unit = Assert.Single(receiver.Units);
        byte[] key = Hex.Parse(Key);
        byte[] upper = Hex.Parse(Upper);
        Assert.Equal([.. key, .. upper, 0xC1, (byte)key.Length, (byte)upper.Length, 0xC1], unit.Bytes);
        Assert.Equal((false, RandomAccess.Idr), (unit.Facts.IsDamaged, unit.Facts.RandomAccess));
    }

    [Fact]
    public void HoleDamagesItsUnitAndTheOneBehindItUnlessThatIsAKeyFrame()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, "0C" + Key);
        Send(receiver, 3000, false, "48" + Inter);
        _sequence++;
        Send(receiver, 3000, true, "44 0102");
        Send(receiver, 6000, true, "4C" + Inter);
        _sequence++;
        Send(receiver, 9000, true, "0C" + Key);
        Send(receiver, 12_000, true, "4C" + Inter);
        _sequence++;
        Send(receiver, 15_000, true, "4C" + Inter);

        // Of the unit at 3000 nothing remains; the one behind it refers to it.
        Assert.Equal([(0u, false), (6000u, true), (9000u, false), (12_000u, false), (15_000u, true)], receiver.Units.Select(u => (u.Timestamp, u.Facts.IsDamaged)));
    }

    [Theory]
    [InlineData("a picture number cut off", "8C 91")]
    [InlineData("layers cut off", "2C")]
    [InlineData("four references", "5C 03 03 03 02" + Inter)]
    [InlineData("references cut off", "5C 03")]
    [InlineData("a structure cut off", "0E 38 0040 0030")]
    [InlineData("a group cut off", "0E 08 05 0C")]
    [InlineData("a descriptor alone", "0C")]
    public void MalformedPayloadIsCountedAndDamagesItsUnit(string name, string hex)
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, "0C" + Key);
        Send(receiver, 3000, false, "4C" + Inter);
        Send(receiver, 3000, true, hex);
        Assert.True(receiver.Depacketizer.Faults.Malformed == 1, name);
        Assert.True(receiver.Units[^1].Facts.IsDamaged, name);
    }

    [Fact]
    public void UnitEndsAtTheNextTimestampAndIsGivenUpAfterAWhile()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, false, "0C" + Key);
        Send(receiver, 3000, true, "4C" + Inter);
        Send(receiver, 6000, false, "4C" + Inter);
        receiver.HandleTimeout(TimeSpan.FromSeconds(6));
        Assert.Equal([(0u, false), (3000u, false), (6000u, true)], receiver.Units.Select(u => (u.Timestamp, u.Facts.IsDamaged)));
        Assert.Equal(1, receiver.Depacketizer.Faults.TimedOut);
    }

    [Fact]
    public void PartsAboveTheBoundAreDroppedAndCounted()
    {
        using Receiver receiver = new(_description, maxUnitBytes: 64);
        Send(receiver, 0, false, "08" + Key + new string('0', 100));
        Send(receiver, 0, true, "04" + new string('0', 100));
        Assert.Empty(receiver.Units);
        Assert.Equal(1, receiver.Depacketizer.Faults.TooLarge);
    }

    [Fact]
    public void KeyFramesSaySizeAndFramesTheirNumber()
    {
        Track track = Track;
        MediaBuffer key = MediaBufferPool.Shared.Copy([.. Hex.Parse(Key), .. new byte[2000]]);
        MediaBuffer inter = MediaBufferPool.Shared.Copy(Hex.Parse(Inter));
        List<byte[]> packets = TestPackets.Of(
            [TestPackets.Unit(track, 0, 0, key, RandomAccess.Idr), TestPackets.Unit(track, 1, 3000, inter, RandomAccess.None)], RtpPayloadFormats.Find(track.Codec)!.CreatePacketizer(track.Format));
        Assert.Equal(["8A8000100040003082498342", "848000000000000000000000", "CC8001860040929C140304"], packets.Select(p => Convert.ToHexString(TestPackets.PayloadOf(p).AsSpan(0, Math.Min(12, p.Length - 12)))));
        Assert.Equal([false, true, true], packets.Select(TestPackets.HasMarker));
        key.Release();
        inter.Release();
    }

    [Fact]
    public void DescriptionNamesTheProfile()
    {
        Assert.Equal("profile-id=0", RtpPayloadFormats.Find(Vp9Codec.Instance)!.Describe(Track, 96, "trackID=0").FindFormatParameters(96).Text);
        Assert.Equal("96 VP9/90000", TestPackets.Describe(Track).Map.ToString());
    }

    [Fact]
    public void WhatIsPacketizedComesBackTheSameWhateverTheSizes()
    {
        Random random = new(1);
        for (int round = 0; round < 60; round++)
        {
            int maxPayload = new[] { 64, 200, 1188, 1400, 9000, 60_000 }[round % 6];
            byte[][] frames = [.. Enumerable.Range(0, 8).Select(i => Frame(random, i % 4 == 0, random.Next(round % 2 == 0 ? 100 : 20_000)))];
            List<AccessUnit> units = [.. frames.Select((frame, i) => TestPackets.Unit(Track, i, i * 3000, MediaBufferPool.Shared.Copy(frame), i % 4 == 0 ? RandomAccess.Idr : RandomAccess.None))];
            using Receiver receiver = new(_description);
            foreach (byte[] packet in TestPackets.Of(units, _description.PayloadFormat.CreatePacketizer(Track.Format, maxPayload)))
            {
                Assert.InRange(packet.Length, RtpPacket.FixedHeaderLength + 1, RtpPacket.FixedHeaderLength + maxPayload);
                receiver.Handle(packet);
            }

            Assert.Equal(frames.Select(Convert.ToHexString), receiver.Units.Select(u => Convert.ToHexString(u.Bytes)));
            Assert.Equal(0, receiver.Depacketizer.Faults.Total);
            units.ForEach(unit => unit.Release());
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

    private static Track Track { get; } = new(0, Vp9Format.Of(new VpxConfig(0, 0, 8, 1, VpxConfig.Unstated), 64, 48)!, ParameterSets.Empty);

    private static byte[] Frame(Random random, bool isKey, int more)
    {
        byte[] bytes = new byte[more];
        random.NextBytes(bytes);
        return [.. Hex.Parse(isKey ? Key : Inter), .. bytes, 1];
    }

    private void Send(Receiver receiver, uint timestamp, bool hasMarker, string hex) => receiver.Handle(TestPackets.Make(_sequence++, timestamp, hasMarker, Hex.Parse(hex)));
}
