using System.Buffers.Binary;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.H265;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtp.Tests.Sdp;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

public sealed class H265Tests
{
    private const string Sprop =
        "sprop-vps=QAEMAf//AWAAAAMAkAAAAwAAAwBdlZgJ; sprop-sps=QgEBAWAAAAMAkAAAAwAAAwBdoAKAgC0WWVmkkyuAQAAA+kAAF3AC; sprop-pps=RAHBcrRiQA==";

    private static readonly byte[] Vps = Convert.FromBase64String("QAEMAf//AWAAAAMAkAAAAwAAAwBdlZgJ");
    private static readonly byte[] Sps = Convert.FromBase64String("QgEBAWAAAAMAkAAAAwAAAwBdoAKAgC0WWVmkkyuAQAAA+kAAF3AC");
    private static readonly byte[] Pps = Convert.FromBase64String("RAHBcrRiQA==");

    private readonly RtpTrackDescription _description = TestPackets.Describe("96 H265/90000", Sprop);
    private ushort _sequence = 65_530;

    [Fact]
    public void SingleNalUnitsMakeAUnitAtTheMarker()
    {
        using Receiver receiver = Trusting(_description);
        Send(receiver, 3000, false, P(true));
        Send(receiver, 3000, true, P(false));
        Expect(receiver, 3000, P(true), P(false));
    }

    [Fact]
    public void AggregateGivesItsNalUnits()
    {
        using Receiver receiver = Trusting(_description);
        Send(receiver, 3000, true, [0x60, 0x01, .. WithLength(Vps), .. WithLength(Sps), .. WithLength(Pps), .. WithLength(Idr(true)), .. WithLength(Idr(false))]);
        Expect(receiver, 3000, Idr(true), Idr(false));
        Assert.Equal(RandomAccessKind.Idr, receiver.Units[^1].Facts.RandomAccess.Kind);
    }

    [Fact]
    public void FragmentsBecomeTheNalUnitAgain()
    {
        using Receiver receiver = Trusting(_description);
        byte[] nal = P(true, 300);
        Send(receiver, 3000, false, [0x62, 0x01, 0x81, .. nal[2..100]]);
        Send(receiver, 3000, false, [0x62, 0x01, 0x01, .. nal[100..200]]);
        Send(receiver, 3000, true, [0x62, 0x01, 0x41, .. nal[200..]]);
        Expect(receiver, 3000, nal);
    }

    [Fact]
    public void DecodingOrderNumbersArePassedOver()
    {
        RtpTrackDescription description = TestPackets.Describe("96 H265/90000", Sprop + "; sprop-max-don-diff=2");
        using Receiver receiver = new(description);
        byte[] idr = Idr(true, 100);
        Send(receiver, 0, true, [0x62, 0x01, 0x93, 0, 7, .. idr[2..50]]);
        Send(receiver, 0, true, [0x62, 0x01, 0x53, .. idr[50..]]);
        Send(receiver, 3000, true, [P(true)[0], P(true)[1], 0, 8, .. P(true)[2..]]);
        Send(receiver, 6000, true, [0x60, 0x01, 0, 9, .. WithLength(P(true)), 1, .. WithLength(P(false))]);
        receiver.Flush();
        string[] expected = [Convert.ToHexString(idr), Convert.ToHexString(P(true)), Convert.ToHexString(P(true)) + " " + Convert.ToHexString(P(false))];
        Assert.Equal(expected, receiver.Units.Select(u => string.Join(' ', u.Nals)));
    }

    [Fact]
    public void HoleBeforeAKeyFrameThatIsThereWholeDoesNotDamageIt()
    {
        using Receiver receiver = Trusting(_description);
        Send(receiver, 3000, false, P(true));
        _sequence++;
        Send(receiver, 6000, true, Idr(true));
        Send(receiver, 9000, false, P(true));
        _sequence++;
        Send(receiver, 12_000, true, P(true));
        Send(receiver, 15_000, true, P(true));
        Assert.Equal([(3000u, true), (6000u, false), (9000u, true), (12_000u, true), (15_000u, false)], receiver.Units.Skip(1).Select(u => (u.Timestamp, u.Facts.IsDamaged)));
    }

    [Theory]
    [InlineData("an aggregate whose length goes too far", "600100FF2601")]
    [InlineData("an aggregate with a unit of two bytes", "6001000226016001")]
    [InlineData("a header alone", "0201")]
    public void MalformedPayloadIsCounted(string name, string hex)
    {
        using Receiver receiver = Trusting(_description);
        Send(receiver, 3000, false, Hex.Parse(hex));
        Assert.True(receiver.Depacketizer.Faults.Total == 1, name);
    }

    [Fact]
    public void PaciPacketsAreCountedAndNotTaken()
    {
        using Receiver receiver = Trusting(_description);
        Send(receiver, 3000, true, 0x64, 0x01, 1, 2, 3);
        Assert.Equal(1, receiver.Depacketizer.Unsupported);
    }

    [Fact]
    public void KeyFrameBeginsWithItsParameterSetsAndIsCutInEqualFragments()
    {
        Track track = new(0, _description.Format!, _description.ParameterSets);
        byte[] idr = Idr(true, 3000);
        MediaBuffer payload = MediaBufferPool.Shared.Copy(H264Stream.Canonical([idr]));
        List<byte[]> packets = TestPackets.Of([TestPackets.Unit(track, 0, 0, payload, RandomAccess.Idr)], _description.PayloadFormat.CreatePacketizer(track.Format));
        payload.Release();
        Assert.Equal([0x60, 0x01, .. WithLength(Vps), .. WithLength(Sps), .. WithLength(Pps)], TestPackets.PayloadOf(packets[0]));
        Assert.Equal(["620193", "620113", "620153"], packets.Skip(1).Select(p => Convert.ToHexString(TestPackets.PayloadOf(p)[..3])));
        Assert.Equal(idr[2..], packets.Skip(1).SelectMany(p => TestPackets.PayloadOf(p)[3..]));
        Assert.Equal([false, false, false, true], packets.Select(TestPackets.HasMarker));
        Assert.Equal(packets[1].Length, packets[2].Length);
    }

    [Fact]
    public void AggregateTakesTheLowestLayerAndTemporalId()
    {
        Track track = new(0, _description.Format!, ParameterSets.Empty);
        MediaBuffer payload = MediaBufferPool.Shared.Copy(H264Stream.Canonical([[0x02, 0x03, 0xD7, 1], [0x02, 0x02, 0x7F, 1]]));
        List<byte[]> packets = TestPackets.Of([TestPackets.Unit(track, 0, 0, payload, RandomAccess.None)], _description.PayloadFormat.CreatePacketizer(track.Format));
        payload.Release();
        Assert.Equal("6002", Convert.ToHexString(TestPackets.PayloadOf(Assert.Single(packets))[..2]));
    }

    [Fact]
    public void DescriptionsCarryTheParameterSetsBothWays()
    {
        Assert.Equal("hvc1.1.6.L93.90", _description.Format!.Rfc6381);
        RtpTrackDescription again = TestPackets.Describe(new Track(0, _description.Format, _description.ParameterSets));
        Assert.Equal(_description.Format, again.Format);
        Assert.Equal([Vps, Sps, Pps], again.ParameterSets.Sets.Select(s => s.Nal.ToArray()));
        Assert.Equal(Sprop, again.Parameters.Text);

        Assert.True(SdpReader.TryRead(SampleDescriptions.Dahua.AsSpan(), out SessionDescription session, out _));
        Assert.True(RtpPayloadFormats.TryRead(session.Media[0], out RtpTrackDescription? dahua, out _));
        Assert.Equal(3, dahua.ParameterSets.Sets.Length);
        Assert.IsType<H265Format>(dahua.Format);
    }

    [Fact]
    public void WhatIsPacketizedComesBackTheSameWhateverTheSizesAndLossLeavesNoLies()
    {
        int whole = 0;
        int damaged = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            MediaBufferPool pool = new();
            Random random = new(seed);
            Track track = new(0, _description.Format!, _description.ParameterSets);
            List<AccessUnit> units = [.. Enumerable.Range(0, 30).Select(i => Picture(track, i, random, pool))];
            List<byte[]> packets = TestPackets.Of(units, _description.PayloadFormat.CreatePacketizer(track.Format, new[] { 64, 500, 1188, 9000 }[seed % 4]));
            bool isLossy = seed >= 20;
            using Receiver receiver = new(TestPackets.Describe(track));
            LossyPath path = new(seed, isLossy ? 0.02 : 0, isLossy ? 0.02 : 0, isLossy && seed % 2 == 0 ? 0.05 : 0);
            foreach (byte[] packet in path.Pass(packets)) receiver.Handle(packet);
            receiver.Flush();

            Dictionary<uint, string> originals = units.ToDictionary(u => unchecked((uint)u.PresentationTime + TestPackets.TimestampOffset), u => Convert.ToHexString(u.Payload.Span));
            foreach (ReceivedUnit unit in receiver.Units.Where(u => !u.Facts.IsDamaged)) Assert.True(originals[unit.Timestamp] == Convert.ToHexString(unit.Bytes), $"seed {seed}, timestamp {unit.Timestamp}");
            if (!isLossy) Assert.Equal(originals.Keys, receiver.Units.Where(u => !u.Facts.IsDamaged).Select(u => u.Timestamp));
            whole += receiver.Units.Count(u => !u.Facts.IsDamaged);
            damaged += receiver.Units.Count(u => u.Facts.IsDamaged);
            units.ForEach(u => u.Release());
        }

        Assert.InRange(whole, 700, 1199);
        Assert.InRange(damaged, 50, 500);
    }

    [Fact]
    public void AnyPayloadsAreTaken()
    {
        byte[] nal = P(true, 200);
        RtpTrackDescription[] descriptions = [_description, TestPackets.Describe("96 HEVC/90000", Sprop + "; sprop-max-don-diff=1")];
        Fuzz.Run(
            [
                H264DepacketizerTests.Record(Vps, Sps, Pps, Idr(true), P(true)),
                H264DepacketizerTests.Record([0x60, 0x01, .. WithLength(Sps), .. WithLength(Idr(true))], [0x60, 0x01, 0, 1, .. WithLength(P(true)), 1, .. WithLength(P(false))]),
                H264DepacketizerTests.Record([0x62, 0x01, 0x81, .. nal[2..100]], [0x62, 0x01, 0x01, .. nal[100..150]], [0x62, 0x01, 0x41, .. nal[150..]], [0, 0, 1, .. Idr(true)]),
            ],
            input => H264DepacketizerTests.Replay(descriptions[input.Length % 2], input));
    }

    private static AccessUnit Picture(Track track, int index, Random random, MediaBufferPool pool)
    {
        bool isKey = index % 10 == 0;
        List<byte[]> nals = [];
        int slices = 1 + random.Next(3);
        for (int s = 0; s < slices; s++)
        {
            int length = 8 + random.Next(random.Next(3) == 0 ? 8000 : 200);
            nals.Add(isKey ? Idr(s == 0, length) : P(s == 0, length));
        }

        return TestPackets.Unit(track, index, index * 3000L, pool.Copy(H264Stream.Canonical(nals)), isKey ? RandomAccess.Idr : RandomAccess.None);
    }

    // Slice headers: first_slice_segment_in_pic_flag, (no_output_of_prior_pics_flag,) PPS 0, address of ones, then the type.
    private static byte[] Idr(bool isFirst, int length = 12) => Slice(0x26, isFirst ? (byte)0xAF : (byte)0x3F, length);

    private static byte[] P(bool isFirst, int length = 12) => Slice(0x02, isFirst ? (byte)0xD7 : (byte)0x7F, length);

    private static byte[] Slice(byte header, byte start, int length)
    {
        byte[] nal = new byte[length];
        new Random(length * 31 + start).NextBytes(nal);
        for (int i = 0; i < nal.Length; i++) nal[i] |= 0x11;
        (nal[0], nal[1], nal[2], nal[3], nal[4]) = (header, 1, start, 0xFF, 0xFF);
        return nal;
    }

    private static byte[] WithLength(byte[] nal)
    {
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)nal.Length);
        return [.. length, .. nal];
    }

    private static void Expect(Receiver receiver, uint timestamp, params byte[][] nals)
    {
        Assert.Equal(timestamp, receiver.Units[^1].Timestamp);
        Assert.Equal(nals.Select(Convert.ToHexString), receiver.Units[^1].Nals);
        Assert.False(receiver.Units[^1].Facts.IsDamaged);
    }

    private Receiver Trusting(RtpTrackDescription description)
    {
        Receiver receiver = new(description);
        Send(receiver, 0, true, Idr(true));
        Send(receiver, 1500, false, Vps);
        Assert.Single(receiver.Units);
        return receiver;
    }

    private void Send(Receiver receiver, uint timestamp, bool hasMarker, params byte[] payload) => receiver.Handle(TestPackets.Make(_sequence++, timestamp, hasMarker, payload));
}
