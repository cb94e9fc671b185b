using System.Buffers.Binary;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

public sealed class H264DepacketizerTests
{
    private static readonly string Sprop = Convert.ToBase64String(H264Nals.Sps) + "," + Convert.ToBase64String(H264Nals.Pps);

    private readonly RtpTrackDescription _description = TestPackets.Describe("96 H264/90000", "packetization-mode=1; sprop-parameter-sets=" + Sprop);
    private ushort _sequence = 65_530;

    [Fact]
    public void SingleNalUnitsMakeAUnitAtTheMarker()
    {
        using Receiver receiver = Trusting();
        Send(receiver, 3000, false, H264Nals.P(1, 0));
        Send(receiver, 3000, true, H264Nals.P(1, 10));
        Assert.Equal([H264Nals.P(1, 0), H264Nals.P(1, 10)], Nals(Last(receiver, 3000)));
        Assert.False(Last(receiver, 3000).Facts.IsDamaged);
    }

    [Fact]
    public void AggregateGivesItsNalUnits()
    {
        using Receiver receiver = Trusting();
        Send(receiver, 3000, true, Aggregate(0x78, H264Nals.Sps, H264Nals.Pps, H264Nals.Sei, H264Nals.Idr(0, 12, 1)));
        ReceivedUnit unit = Last(receiver, 3000);
        Assert.Equal([H264Nals.Sei, H264Nals.Idr(0, 12, 1)], Nals(unit));
        Assert.Equal(RandomAccessKind.Idr, unit.Facts.RandomAccess.Kind);
    }

    [Fact]
    public void FragmentsBecomeTheNalUnitAgain()
    {
        using Receiver receiver = Trusting();
        byte[] nal = H264Nals.P(1, 0, 300);
        Send(receiver, 3000, false, [0x5C, 0x81, .. nal[1..100]]);
        Send(receiver, 3000, false, [0x5C, 0x01, .. nal[100..200]]);
        Send(receiver, 3000, true, [0x5C, 0x41, .. nal[200..]]);
        Assert.Equal([nal], Nals(Last(receiver, 3000)));
    }

    [Fact]
    public void FirstUnitWaitsForTheNextPacketAndLaterOnesDoNot()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, H264Nals.Idr());
        Assert.Empty(receiver.Units);
        Send(receiver, 3000, true, H264Nals.P(1));
        Assert.Equal([0u, 3000u], receiver.Units.Select(u => u.Timestamp));
        Send(receiver, 6000, true, H264Nals.P(2));
        Assert.Equal(3, receiver.Units.Count);
    }

    [Fact]
    public void WithoutMarkersTheNextTimestampEndsAUnit()
    {
        using Receiver receiver = new(_description);
        for (int i = 0; i < 4; i++)
        {
            Send(receiver, (uint)i * 3000, false, i == 0 ? H264Nals.Idr() : H264Nals.P(i));
            Send(receiver, (uint)i * 3000, false, i == 0 ? H264Nals.Idr(10) : H264Nals.P(i, 10));
        }

        receiver.Flush();
        Assert.Equal([0u, 3000u, 6000u, 9000u], receiver.Units.Select(u => u.Timestamp));
        Assert.All(receiver.Units, u => Assert.Equal(2, u.Nals.Count));
        Assert.All(receiver.Units, u => Assert.False(u.Facts.IsDamaged));
    }

    [Fact]
    public void WithoutMarkersAndTimeTheFirstSliceOfAPictureEndsAUnit()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, false, H264Nals.Idr());
        Send(receiver, 0, false, H264Nals.Idr(10));
        Send(receiver, 0, false, H264Nals.P(1));
        Send(receiver, 0, false, H264Nals.P(2));
        receiver.Flush();
        Assert.Equal([2, 1, 1], receiver.Units.Select(u => u.Nals.Count));
    }

    [Fact]
    public void MarkerOnEverySliceIsFoundOutBeforeTheFirstUnitGoesOut()
    {
        using Receiver receiver = new(_description);
        for (int i = 0; i < 3; i++)
        {
            Send(receiver, (uint)i * 3000, true, H264Nals.Sps);
            Send(receiver, (uint)i * 3000, true, i == 0 ? H264Nals.Idr() : H264Nals.P(i));
            Send(receiver, (uint)i * 3000, true, i == 0 ? H264Nals.Idr(10) : H264Nals.P(i, 10));
        }

        receiver.Flush();
        Assert.Equal([2, 2, 2], receiver.Units.Select(u => u.Nals.Count));
        Assert.All(receiver.Units, u => Assert.False(u.Facts.IsDamaged));
    }

    [Fact]
    public void MarkerOnEverySliceFoundOutLateDamagesOneUnit()
    {
        using Receiver receiver = Trusting();
        Send(receiver, 3000, true, H264Nals.P(1));
        Send(receiver, 3000, true, H264Nals.P(1, 10));
        Send(receiver, 6000, true, H264Nals.P(2));
        Send(receiver, 6000, true, H264Nals.P(2, 10));
        receiver.Flush();
        Assert.Equal([(3000u, 1, false), (3000u, 1, true), (6000u, 2, false)], receiver.Units.Skip(1).Select(u => (u.Timestamp, u.Nals.Count, u.Facts.IsDamaged)));
    }

    [Fact]
    public void ParameterSetsWithATimestampOfTheirOwnMakeNoUnit()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, H264Nals.OtherSps);
        Send(receiver, 1, true, H264Nals.Pps);
        Send(receiver, 3000, true, H264Nals.Idr());
        Send(receiver, 6000, true, H264Nals.P(1));
        receiver.Flush();
        Assert.Equal([3000u, 6000u], receiver.Units.Select(u => u.Timestamp));
        Assert.True(receiver.Units[0].Facts.ParameterSets.Find(ParameterSetKind.Sps, 0)!.Nal.Span.SequenceEqual(H264Nals.OtherSps));
    }

    [Fact]
    public void ParameterSetsBeforeEverySliceOfAKeyFrameDoNotDivideIt()
    {
        using Receiver receiver = new(_description);
        foreach (int firstMacroblock in (int[])[0, 10, 20])
        {
            Send(receiver, 0, false, H264Nals.Sps);
            Send(receiver, 0, false, H264Nals.Pps);
            Send(receiver, 0, firstMacroblock == 20, H264Nals.Idr(firstMacroblock));
        }

        Send(receiver, 3000, true, H264Nals.P(1));
        Assert.Equal([3, 1], receiver.Units.Select(u => u.Nals.Count));
        Assert.DoesNotContain(receiver.Units, u => u.Facts.IsDamaged);
    }

    [Fact]
    public void StartCodesInsideOfPayloadsAreTakenOff()
    {
        using Receiver receiver = Trusting();
        Send(receiver, 3000, true, [0, 0, 0, 1, .. H264Nals.Sps, 0, 0, 0, 1, .. H264Nals.Pps, 0, 0, 1, .. H264Nals.Idr(0, 12, 1)]);
        Assert.Equal([H264Nals.Idr(0, 12, 1)], Nals(Last(receiver, 3000)));
    }

    [Fact]
    public void FragmentWithoutEndBitEndsWhereTheNextNalUnitBegins()
    {
        using Receiver receiver = Trusting();
        byte[] nal = H264Nals.P(1, 0, 100);
        Send(receiver, 3000, false, [0x5C, 0x81, .. nal[1..50]]);
        Send(receiver, 3000, true, [0x5C, 0x01, .. nal[50..]]);
        Send(receiver, 4500, false, H264Nals.Delimiter);
        Assert.Equal([nal], Nals(Last(receiver, 3000)));

        nal = H264Nals.P(2, 0, 100);
        Send(receiver, 6000, false, [0x5C, 0x81, .. nal[1..50]]);
        Send(receiver, 6000, false, [0x5C, 0x01, .. nal[50..]]);
        Send(receiver, 6000, true, H264Nals.P(2, 10));
        Assert.Equal([nal, H264Nals.P(2, 10)], Nals(Last(receiver, 6000)));
        Assert.DoesNotContain(receiver.Units, u => u.Facts.IsDamaged);
    }

    [Fact]
    public void MarkerOnEveryFragmentEndsNothingTooEarly()
    {
        using Receiver receiver = Trusting();
        byte[] nal = H264Nals.P(1, 0, 300);
        Send(receiver, 3000, true, [0x5C, 0x81, .. nal[1..100]]);
        Send(receiver, 3000, true, [0x5C, 0x01, .. nal[100..200]]);
        Send(receiver, 3000, true, [0x5C, 0x41, .. nal[200..]]);
        Assert.Equal([nal], Nals(Last(receiver, 3000)));
        Assert.False(Last(receiver, 3000).Facts.IsDamaged);
    }

    [Fact]
    public void FragmentWithoutStartDamagesItsUnitOnly()
    {
        using Receiver receiver = Trusting();
        Send(receiver, 3000, false, [0x5C, 0x41, 1, 2, 3]);
        Send(receiver, 3000, true, H264Nals.P(1, 10));
        Send(receiver, 6000, true, H264Nals.P(2));
        Assert.Equal([(3000u, true), (6000u, false)], receiver.Units.Skip(1).Select(u => (u.Timestamp, u.Facts.IsDamaged)));
    }

    [Fact]
    public void HoleWithinAUnitDamagesItAndNotTheNext()
    {
        using Receiver receiver = Trusting();
        Send(receiver, 3000, false, H264Nals.P(1));
        _sequence++;
        Send(receiver, 3000, true, H264Nals.P(1, 20));
        Send(receiver, 6000, true, H264Nals.P(2));
        Assert.Equal([(3000u, true), (6000u, false)], receiver.Units.Skip(1).Select(u => (u.Timestamp, u.Facts.IsDamaged)));
    }

    [Fact]
    public void HoleOverABorderDamagesBothSides()
    {
        using Receiver receiver = Trusting();
        Send(receiver, 3000, false, H264Nals.P(1));
        _sequence++;
        Send(receiver, 6000, true, H264Nals.P(2, 10));
        Send(receiver, 9000, true, H264Nals.P(3));
        Assert.Equal([(3000u, true), (6000u, true), (9000u, false)], receiver.Units.Skip(1).Select(u => (u.Timestamp, u.Facts.IsDamaged)));
    }

    [Fact]
    public void HoleBeforeAKeyFrameThatIsThereWholeDoesNotDamageIt()
    {
        using Receiver receiver = Trusting();
        Send(receiver, 3000, false, H264Nals.P(1));
        _sequence++;
        Send(receiver, 6000, false, Aggregate(0x78, H264Nals.Sps, H264Nals.Pps));
        Send(receiver, 6000, false, H264Nals.Idr(0, 12, 1));
        Send(receiver, 6000, true, H264Nals.Idr(10, 12, 1));
        Send(receiver, 9000, true, H264Nals.P(1));
        Assert.Equal([(3000u, true), (6000u, false), (9000u, false)], receiver.Units.Skip(1).Select(u => (u.Timestamp, u.Facts.IsDamaged)));
    }

    [Fact]
    public void HoleThatTookTheFirstSliceOfAKeyFrameDamagesIt()
    {
        using Receiver receiver = Trusting();
        Send(receiver, 3000, false, H264Nals.Sps);
        _sequence++;
        Send(receiver, 3000, true, H264Nals.Idr(10, 12, 1));
        Assert.True(Last(receiver, 3000).Facts.IsDamaged);
    }

    [Fact]
    public void PictureThatWasLostWholeDamagesTheOneThatFollows()
    {
        using Receiver receiver = Trusting();
        byte[] nal = H264Nals.P(1, 0, 300);
        Send(receiver, 3000, false, [0x5C, 0x81, .. nal[1..100]]);
        _sequence++;
        Send(receiver, 3000, true, [0x5C, 0x41, .. nal[200..]]);
        Send(receiver, 6000, true, H264Nals.P(2));
        Send(receiver, 9000, true, H264Nals.P(3));
        Assert.Equal([(6000u, true), (9000u, false)], receiver.Units.Skip(1).Select(u => (u.Timestamp, u.Facts.IsDamaged)));
    }

    [Fact]
    public void LastUnitWithoutItsMarkerIsDamagedWhereMarkersEndUnits()
    {
        using Receiver receiver = Trusting();
        Send(receiver, 3000, false, H264Nals.P(1));
        receiver.Flush();
        Assert.True(Last(receiver, 3000).Facts.IsDamaged);
    }

    [Fact]
    public void UnitWhoseEndDoesNotComeInTimeIsDamagedAndCountedAndSoIsItsLateRest()
    {
        using Receiver receiver = Trusting();
        Send(receiver, 3000, false, H264Nals.P(1));
        receiver.HandleTimeout(TimeSpan.FromSeconds(5));
        Assert.Single(receiver.Units);
        receiver.HandleTimeout(TimeSpan.FromSeconds(6));
        Assert.True(Last(receiver, 3000).Facts.IsDamaged);
        Send(receiver, 3000, true, H264Nals.P(1, 10));
        Assert.True(Last(receiver, 3000).Facts.IsDamaged);
        Send(receiver, 6000, true, H264Nals.P(2));
        Assert.False(Last(receiver, 6000).Facts.IsDamaged);
        receiver.HandleTimeout(TimeSpan.FromSeconds(60));
        Assert.Equal((4, new UnitFaults(0, 0, 0, 1)), (receiver.Units.Count, receiver.Depacketizer.Faults));
    }

    [Fact]
    public void FragmentWhoseEndDoesNotComeInTimeIsDroppedAndWhatFollowsRefersToIt()
    {
        using Receiver receiver = Trusting();
        byte[] nal = H264Nals.P(1, 0, 300);
        Send(receiver, 3000, false, [0x5C, 0x81, .. nal[1..100]]);
        receiver.HandleTimeout(TimeSpan.FromSeconds(6));
        Assert.Single(receiver.Units);
        Assert.Equal(1, receiver.Depacketizer.Faults.TimedOut);
        Send(receiver, 6000, true, H264Nals.P(2));
        Assert.True(Last(receiver, 6000).Facts.IsDamaged);
        Send(receiver, 9000, true, H264Nals.Idr(0, 12, 1));
        Assert.False(Last(receiver, 9000).Facts.IsDamaged);
    }

    [Fact]
    public void WithoutMarkersThePictureThatNothingFollowsGoesOnWhole()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, false, H264Nals.Idr());
        Send(receiver, 3000, false, H264Nals.P(1));
        receiver.HandleTimeout(TimeSpan.FromSeconds(6));
        Assert.Equal([(0u, false), (3000u, false)], receiver.Units.Select(u => (u.Timestamp, u.Facts.IsDamaged)));
        Assert.Equal(0, receiver.Depacketizer.Faults.Total);
    }

    [Fact]
    public void InterleavedModeIsCountedAndNotTaken()
    {
        using Receiver receiver = Trusting();
        foreach (byte type in (byte[])[25, 26, 27, 29]) Send(receiver, 3000, false, [(byte)(0x60 | type), 0, 0, 1, 2, 3]);
        Assert.Equal(4, receiver.Depacketizer.Unsupported);
        Send(receiver, 3000, true, H264Nals.P(1));
        Assert.True(Last(receiver, 3000).Facts.IsDamaged);
    }

    [Theory]
    [InlineData("an aggregate whose length goes too far", "7800FF65")]
    [InlineData("an aggregate with an empty unit", "780000")]
    [InlineData("a fragment of one byte", "7C")]
    [InlineData("a reserved type", "7E01")]
    [InlineData("type 0", "6001")]
    public void MalformedPayloadIsCounted(string name, string hex)
    {
        using Receiver receiver = Trusting();
        Send(receiver, 3000, false, Hex.Parse(hex));
        Assert.True(receiver.Depacketizer.Faults.Total == 1, name);
    }

    [Fact]
    public void EmptyPacketsAreNoMatter()
    {
        using Receiver receiver = Trusting();
        Send(receiver, 3000, false);
        Send(receiver, 3000, true, H264Nals.P(1));
        Assert.False(Last(receiver, 3000).Facts.IsDamaged);
    }

    [Fact]
    public void NalUnitBeyondTheGreatestUnitIsDropped()
    {
        using Receiver receiver = new(_description, maxUnitBytes: 1000);
        Send(receiver, 0, true, H264Nals.Idr());
        Send(receiver, 3000, false, [0x5C, 0x81, .. H264Nals.P(1)[1..]]);
        for (int i = 0; i < 20; i++) Send(receiver, 3000, false, [0x5C, 0x01, .. new byte[100]]);
        Send(receiver, 3000, true, [0x5C, 0x41, 1]);
        Send(receiver, 6000, true, H264Nals.Idr(0, 12, 1));
        Assert.Equal([0u, 6000u], receiver.Units.Select(u => u.Timestamp));
        Assert.Equal(new UnitFaults(0, 1, 0, 0), receiver.Depacketizer.Faults);
    }

    [Fact]
    public void ArrivalIsThatOfTheLastPacketOfTheUnit()
    {
        using Receiver receiver = new(_description);
        receiver.Handle(TestPackets.Make(1, 0, false, H264Nals.Idr()), new MonotonicTime(10));
        receiver.Handle(TestPackets.Make(2, 0, true, H264Nals.Idr(10)), new MonotonicTime(20));
        receiver.Handle(TestPackets.Make(3, 3000, true, H264Nals.P(1)), new MonotonicTime(30));
        Assert.Equal([20L, 30L], receiver.Units.Select(u => u.Arrival.Nanoseconds));
    }

    [Fact]
    public void AnyPayloadsAreTaken()
    {
        byte[] nal = H264Nals.P(1, 0, 300);
        byte[][] corpus =
        [
            Record(H264Nals.Sps, H264Nals.Pps, H264Nals.Idr(), H264Nals.P(1)),
            Record(Aggregate(0x78, H264Nals.Sps, H264Nals.Pps, H264Nals.Idr())),
            Record([0x5C, 0x81, .. nal[1..100]], [0x5C, 0x01, .. nal[100..200]], [0x5C, 0x41, .. nal[200..]], [0, 0, 0, 1, .. H264Nals.Idr()]),
        ];
        Fuzz.Run(corpus, input => Replay(_description, input));
    }

    /// <summary>Payloads with a length and a byte of flags each, so that a mutator changes sequences too.</summary>
    internal static byte[] Record(params byte[][] payloads)
    {
        List<byte> record = [];
        for (int i = 0; i < payloads.Length; i++) record.AddRange([(byte)payloads[i].Length, (byte)(i % 4), .. payloads[i]]);
        return [.. record];
    }

    internal static void Replay(RtpTrackDescription description, byte[] record)
    {
        using Receiver receiver = new(description, maxUnitBytes: 4096);
        ReadOnlySpan<byte> rest = record;
        int sequence = 0;
        uint timestamp = 0;
        while (rest.Length >= 2)
        {
            int length = Math.Min(rest[0], rest.Length - 2);
            sequence += (rest[1] & 0x10) != 0 ? 2 : 1;
            timestamp += (rest[1] & 2) != 0 ? 3000u : 0;
            receiver.Handle(TestPackets.Make(sequence, timestamp, (rest[1] & 1) != 0, rest.Slice(2, length).ToArray()));
            if ((rest[1] & 0x20) != 0) receiver.HandleTimeout(TimeSpan.FromMinutes(1));
            rest = rest[(2 + length)..];
        }

        receiver.Flush();
        Assert.All(receiver.Units, u => Assert.InRange(u.Bytes.Length, 1, 4096));
    }

    internal static byte[] Aggregate(byte header, params byte[][] nals)
    {
        List<byte> payload = [header];
        byte[] length = new byte[2];
        foreach (byte[] nal in nals)
        {
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)nal.Length);
            payload.AddRange([.. length, .. nal]);
        }

        return [.. payload];
    }

    private static IEnumerable<byte[]> Nals(ReceivedUnit unit) => unit.Nals.Select(Convert.FromHexString);

    private static ReceivedUnit Last(Receiver receiver, uint timestamp)
    {
        Assert.Equal(timestamp, receiver.Units[^1].Timestamp);
        return receiver.Units[^1];
    }

    // A receiver that has learned that markers end units.
    private Receiver Trusting()
    {
        Receiver receiver = new(_description);
        Send(receiver, 0, true, H264Nals.Idr());
        Send(receiver, 1500, false, H264Nals.Delimiter);
        Assert.Single(receiver.Units);
        return receiver;
    }

    private void Send(Receiver receiver, uint timestamp, bool hasMarker, params byte[] payload) => receiver.Handle(TestPackets.Make(_sequence++, timestamp, hasMarker, payload));
}
