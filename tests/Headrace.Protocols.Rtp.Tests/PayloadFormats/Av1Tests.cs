using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.PayloadFormats.Av1;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>Packets written by hand from the RTP Payload Format For AV1, 4.4: aggregation header, sizes, fragments.</summary>
public sealed class Av1Tests
{
    // Without their sizes: a sequence header of eleven bytes, metadata, a key frame, a frame that refers to others.
    private const string Sequence = "08 00000002AFF79B5F2008";
    private const string Metadata = "28 0480";
    private const string Key = "30 10010203040506";
    private const string Inter = "30 300000040506";

    private static readonly byte[] KeyUnit = Hex.Parse("0A0A 00000002AFF79B5F2008 3207 10010203040506");
    private static readonly byte[] InterUnit = Hex.Parse("3206 300000040506");

    private readonly RtpTrackDescription _description = TestPackets.Describe("96 AV1/90000");
    private ushort _sequence = 65_530;

    /// <summary>Packets of one key frame, behind one another; the last has the marker.</summary>
    public static TheoryData<string, string[]> KeyFrames => new()
    {
        { "two elements, both with sizes", ["08 0B" + Sequence + "08" + Key] },
        { "two elements, the last without", ["28 0B" + Sequence + Key] },
        { "one element a packet", ["18" + Sequence, "10" + Key] },
        { "sizes of units kept inside", ["28 0C 0A0A 00000002AFF79B5F2008 3207 10010203040506"] },
        { "a size with leading zeros", ["08 8B8000" + Sequence + "08" + Key] },
        { "a frame in two fragments", ["68 0B" + Sequence + "30100102", "90 03040506"] },
        { "a frame in three fragments, sizes said", ["48 0B" + Sequence + "03 301001", "C0 02 0203", "80 03 040506"] },
        { "a fragment, and the next element behind its end", ["58 0800000002", "A0 06 AFF79B5F2008" + Key] },
        { "a delimiter, which should not be there", ["38 02 1200 0B" + Sequence + Key] },
        { "padding, which is left out", ["38 0B" + Sequence + "02 7801" + Key] },
        { "empty elements", ["08 00 0B" + Sequence + "08" + Key + "00"] },
    };

    [Theory]
    [MemberData(nameof(KeyFrames))]
    public void ElementsBecomeATemporalUnit(string name, string[] packets)
    {
        using Receiver receiver = new(_description);
        for (int i = 0; i < packets.Length; i++) Send(receiver, 3000, i == packets.Length - 1, packets[i]);
        ReceivedUnit unit = Assert.Single(receiver.Units);
        Assert.True(KeyUnit.AsSpan().SequenceEqual(unit.Bytes), name + ": " + Convert.ToHexString(unit.Bytes));
        Assert.Equal((3000u, false, RandomAccess.Idr), (unit.Timestamp, unit.Facts.IsDamaged, unit.Facts.RandomAccess));
        Assert.Equal(0, receiver.Depacketizer.Faults.Total);
    }

    [Fact]
    public void UnitEndsAtTheMarkerOrTheNextTimestamp()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, false, "28 0B" + Sequence + Key);
        Send(receiver, 3000, true, "10" + Inter);
        Send(receiver, 6000, false, "10" + Inter);
        receiver.Flush();
        Assert.Equal([(0u, false), (3000u, false), (6000u, true)], receiver.Units.Select(u => (u.Timestamp, u.Facts.IsDamaged)));
        Assert.Equal(InterUnit, receiver.Units[1].Bytes);
    }

    [Fact]
    public void HoleDamagesItsUnitAndTheOneBehindItUnlessThatBeginsASequence()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, "28 0B" + Sequence + Key);
        Send(receiver, 3000, false, "50" + Inter);
        _sequence++;
        Send(receiver, 3000, true, "90 0102");
        Send(receiver, 6000, true, "10" + Inter);
        _sequence++;
        Send(receiver, 9000, true, "10" + Inter);
        _sequence++;
        Send(receiver, 12_000, true, "28 0B" + Sequence + Key);
        _sequence++;
        Send(receiver, 15_000, true, "10" + Key);
        Send(receiver, 18_000, true, "10" + Inter);

        // Of the unit at 3000 nothing remains; the one behind it refers to it.
        Assert.Equal(
            [(0u, false), (6000u, true), (9000u, true), (12_000u, false), (15_000u, true), (18_000u, false)],
            receiver.Units.Select(u => (u.Timestamp, u.Facts.IsDamaged)));
    }

    [Fact]
    public void FragmentWhoseBeginningIsMissingIsDroppedWithWhatFollowsOfIt()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, "28 0B" + Sequence + Key);
        _sequence++;
        Send(receiver, 3000, false, "D0 0102");
        Send(receiver, 3000, true, "A0 02 0102" + Inter);
        ReceivedUnit unit = receiver.Units[^1];
        Assert.Equal((true, 3000u), (unit.Facts.IsDamaged, unit.Timestamp));
        Assert.Equal(InterUnit, unit.Bytes);
    }

    [Theory]
    [InlineData("a size that goes past the end", "20 7F30")]
    [InlineData("a size that does not end", "00 8080")]
    [InlineData("fewer elements than said", "30 02 3010")]
    [InlineData("a header alone", "10")]
    public void MalformedPayloadIsCountedAndDamagesItsUnit(string name, string hex)
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, "28 0B" + Sequence + Key);
        Send(receiver, 3000, false, "10" + Inter);
        Send(receiver, 3000, true, hex);
        Assert.True(receiver.Depacketizer.Faults.Malformed == 1, name);
        Assert.True(receiver.Units[^1].Facts.IsDamaged);
    }

    [Fact]
    public void UnitWithoutItsEndIsGivenUpAfterAWhile()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, "28 0B" + Sequence + Key);
        Send(receiver, 3000, false, "10" + Inter);
        receiver.HandleTimeout(TimeSpan.FromSeconds(4));
        Assert.Single(receiver.Units);
        receiver.HandleTimeout(TimeSpan.FromSeconds(6));
        Assert.True(receiver.Units[1].Facts.IsDamaged);
        Assert.Equal(1, receiver.Depacketizer.Faults.TimedOut);
    }

    [Fact]
    public void FragmentsAboveTheBoundAreDroppedAndCounted()
    {
        using Receiver receiver = new(_description, maxUnitBytes: 64);
        Send(receiver, 0, false, "58" + Sequence);
        Send(receiver, 0, false, "D0" + new string('0', 120));
        Send(receiver, 0, true, "90" + new string('0', 120));
        Assert.Empty(receiver.Units);
        Assert.Equal(1, receiver.Depacketizer.Faults.TooLarge);
    }

    [Fact]
    public void SmallUnitsGoTogetherAndTheFirstPacketOfAKeyFrameSaysSo()
    {
        Assert.Equal(["28 0B" + Sequence + Key], Packetize(KeyUnit, RandomAccess.Idr), HexComparer);
        Assert.Equal(["10" + Inter], Packetize(InterUnit, RandomAccess.None), HexComparer);
        byte[] four = Hex.Parse("2A02 0480 2A02 0480 2A02 0480 3206 300000040506");
        Assert.Equal([$"00 03{Metadata} 03{Metadata} 03{Metadata} 07{Inter}"], Packetize(four, RandomAccess.None), HexComparer);
    }

    [Fact]
    public void LargeUnitIsCutInFragmentsOfOneSize()
    {
        byte[] frame = Av1Stream.Obu(0x34, [0x48, 0x10, .. new byte[2998]]);
        Track track = Track();
        List<byte[]> packets = Packets([.. Av1Stream.SequenceHeader, .. frame], RandomAccess.Idr, track);
        Assert.Equal(["18080000", "503448", "D00000", "900000"], packets.Select(p => Convert.ToHexString(TestPackets.PayloadOf(p)[..(p == packets[0] ? 4 : 3)])));
        Assert.Equal([12 + 12, 12 + 1002, 12 + 1002, 12 + 1000], packets.Select(p => p.Length));
        Assert.Equal([false, false, false, true], packets.Select(TestPackets.HasMarker));
    }

    [Fact]
    public void DescriptionNamesProfileLevelAndTier()
    {
        string line = RtpPayloadFormats.Find(Av1Codec.Instance)!.Describe(Track(), 96, "trackID=0").FindFormatParameters(96).Text;
        Assert.Equal("profile=0; level-idx=0; tier=0", line);
        Assert.Equal("96 AV1/90000", TestPackets.Describe(Track()).Map.ToString());
    }

    [Theory]
    [InlineData("a sequence header first", "28 0B" + Sequence + Key, true)]
    [InlineData("with sizes", "08 0B" + Sequence + "08" + Key, true)]
    [InlineData("a sequence header alone", "18" + Sequence, true)]
    [InlineData("no beginning of a sequence", "10" + Inter, false)]
    [InlineData("another packet", "80 6042 0000", false)]
    [InlineData("nothing", "", false)]
    public void BeginningOfASequenceIsRecognised(string name, string hex, bool isAv1) => Assert.True(isAv1 == Av1Payload.BeginsSequence(Hex.Parse(hex)), name);

    [Fact]
    public void WhatIsPacketizedComesBackTheSameWhateverTheSizes()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            int maxPayload = new[] { 64, 200, 1188, 1400, 9000, 60_000 }[seed % 6];
            using Av1Stream stream = new(seed, 25, seed % 3 == 0 ? 100 : 20_000);
            RtpTrackDescription description = TestPackets.Describe(stream.Track);
            using Receiver receiver = new(description);
            foreach (byte[] packet in TestPackets.Of(stream.Units, description.PayloadFormat.CreatePacketizer(stream.Track.Format, maxPayload)))
            {
                Assert.InRange(packet.Length, RtpPacket.FixedHeaderLength + 1, RtpPacket.FixedHeaderLength + maxPayload);
                receiver.Handle(packet);
            }

            Assert.Equal(stream.Units.Select(u => (u.RandomAccess, false, Convert.ToHexString(u.Payload.Span))), receiver.Units.Select(u => (u.Facts.RandomAccess, u.Facts.IsDamaged, Convert.ToHexString(u.Bytes))));
            Assert.Equal(0, receiver.Depacketizer.Faults.Total);
        }
    }

    [Fact]
    public void UndamagedUnitsOfALossyPathAreEqualToTheOriginals()
    {
        (int whole, int damaged) = (0, 0);
        for (int seed = 0; seed < 60; seed++)
        {
            using Av1Stream stream = new(seed, 40, 8000);
            RtpTrackDescription description = TestPackets.Describe(stream.Track);
            List<byte[]> packets = TestPackets.Of(stream.Units, description.PayloadFormat.CreatePacketizer(stream.Track.Format));
            using Receiver receiver = new(description);
            LossyPath path = new(seed, seed % 4 * 0.02, seed % 3 * 0.02, seed % 5 == 0 ? 0.05 : 0);
            foreach (byte[] packet in path.Pass(packets)) receiver.Handle(packet);
            receiver.Flush();
            Dictionary<uint, AccessUnit> originals = stream.Units.ToDictionary(u => unchecked((uint)u.PresentationTime + TestPackets.TimestampOffset));
            foreach (ReceivedUnit unit in receiver.Units)
            {
                if (unit.Facts.IsDamaged) damaged++;
                else whole++;
                Assert.True(unit.Facts.IsDamaged || originals[unit.Timestamp].Payload.Span.SequenceEqual(unit.Bytes), $"seed {seed}, timestamp {unit.Timestamp}");
            }
        }

        Assert.InRange(whole, 1000, 2399);
        Assert.InRange(damaged, 100, 1000);
    }

    [Fact]
    public void WhateverPayloadsComeNothingIsThrownAndNoBufferIsLeft()
    {
        byte[][] corpus = [.. KeyFrames.SelectMany(row => row.Data.Item2).Select(Hex.Parse)];
        Fuzz.Run(corpus, payload =>
        {
            using Receiver receiver = new(_description, maxUnitBytes: 4096);
            Send(receiver, 0, true, "28 0B" + Sequence + Key);
            foreach (byte[] other in corpus) receiver.Handle(TestPackets.Make(_sequence++, (uint)other.Length, other.Length % 3 == 0, other));
            receiver.Handle(TestPackets.Make(_sequence++, 3000, payload.Length % 2 == 0, payload));
            receiver.Handle(TestPackets.Make(_sequence++, 3000, false, payload));
            receiver.Flush();
        });
    }

    private static IEqualityComparer<string> HexComparer => EqualityComparer<string>.Create((a, b) => a!.Replace(" ", "", StringComparison.Ordinal) == b!.Replace(" ", "", StringComparison.Ordinal), _ => 0);

    private static IEnumerable<string> Packetize(byte[] unit, RandomAccess randomAccess) =>
        Packets(unit, randomAccess, Track()).Select(packet => Convert.ToHexString(TestPackets.PayloadOf(packet)));

    private static List<byte[]> Packets(byte[] unit, RandomAccess randomAccess, Track track)
    {
        MediaBuffer payload = MediaBufferPool.Shared.Copy(unit);
        List<byte[]> packets = TestPackets.Of([TestPackets.Unit(track, 0, 0, payload, randomAccess)], RtpPayloadFormats.Find(track.Codec)!.CreatePacketizer(track.Format));
        payload.Release();
        return packets;
    }

    private static Track Track()
    {
        using Av1Stream stream = new(0, 0, 0);
        return stream.Track;
    }

    private void Send(Receiver receiver, uint timestamp, bool hasMarker, string hex) => receiver.Handle(TestPackets.Make(_sequence++, timestamp, hasMarker, Hex.Parse(hex)));
}
