using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Mpeg2Video;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>Packets written by hand from RFC 2250, 3.4.</summary>
public sealed class Mpeg2VideoTests
{
    // 720x576; an I picture with the reference 1, a P picture with 2 and one vector, a B picture with 3 and both.
    private const string Sequence = "000001B3 2D024033FFFFE018 000001B5 148200010000";
    private const string Group = "000001B8 00080040";
    private const string I = "00000100 004FFFF8 000001B5 8FFFF30000";
    private const string P = "00000100 0097FFF980 000001B5 8FFFF30000";
    private const string B = "00000100 00DFFFF9A8 000001B5 8FFFF30000";
    private const string Slice = "00000101 0A0B0C0D";
    private const string Slice2 = "00000102 0E0F";

    private readonly RtpTrackDescription _description = TestPackets.Describe("32 MPV/90000");
    private ushort _sequence = 65_530;

    /// <summary>Packets of one picture; the last has the marker.</summary>
    public static TheoryData<string, string[]> Pictures => new()
    {
        { "in one packet", ["00013900" + Sequence + Group + I + Slice + Slice2] },
        { "slices apart", ["00013900" + Sequence + Group + I + Slice, "00011900" + Slice2] },
        { "a slice in parts", ["00013100" + Sequence + Group + I + "00000101 0A", "00010100 0B0C", "00010900 0D", "00011900" + Slice2] },
        { "cut within a start code", ["00013100" + Sequence + Group + I + Slice + "0000", "00010900 01 02 0E0F"] },
        { "with the header of MPEG-2", ["04013900 00000000" + Sequence + Group + I + Slice + Slice2] },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void PartsBecomeAPicture(string name, string[] packets)
    {
        using Receiver receiver = new(_description);
        for (int i = 0; i < packets.Length; i++) Send(receiver, 3000, i == packets.Length - 1, packets[i]);
        ReceivedUnit unit = Assert.Single(receiver.Units);
        Assert.True(Hex.Parse(Sequence + Group + I + Slice + Slice2).AsSpan().SequenceEqual(unit.Bytes), name + ": " + Convert.ToHexString(unit.Bytes));
        Assert.Equal((3000u, false, RandomAccess.Idr, "MPEG-2 video 720x576"), (unit.Timestamp, unit.Facts.IsDamaged, unit.Facts.RandomAccess, unit.Facts.Format.Description));
        Assert.Equal(0, receiver.Depacketizer.Faults.Total);
    }

    [Fact]
    public void HoleDamagesItsPictureAndTheOneBehindItUnlessDecodingMayBeginThere()
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, "00013900" + Sequence + Group + I + Slice);
        Send(receiver, 3000, false, "00021A03" + P + Slice);
        _sequence++;
        Send(receiver, 3000, true, "00021A03" + Slice2);
        Send(receiver, 6000, true, "00021A03" + P + Slice);
        _sequence++;
        Send(receiver, 9000, true, "00013900" + Sequence + "000001B8 00080000" + I + Slice);
        Send(receiver, 12_000, true, "00031B53" + B + Slice);
        Assert.Equal([(0u, false), (6000u, true), (9000u, false), (12_000u, false)], receiver.Units.Select(u => (u.Timestamp, u.Facts.IsDamaged)));
        Assert.Equal([PictureKind.I, PictureKind.P, PictureKind.I, PictureKind.B], receiver.Units.Select(u => u.Facts.Picture));
    }

    [Theory]
    [InlineData("a header alone", "00013900")]
    [InlineData("the header of MPEG-2 alone", "04013900 00000000")]
    [InlineData("extensions in the header", "04013900 40000000" + Slice)]
    public void MalformedPayloadIsCounted(string name, string hex)
    {
        using Receiver receiver = new(_description);
        Send(receiver, 0, true, hex);
        Assert.True(receiver.Depacketizer.Faults.Malformed == 1, name);
        Assert.Empty(receiver.Units);
    }

    [Fact]
    public void HeadersRepeatWhatPicturesSay()
    {
        Assert.Equal(["00013900"], Headers(Sequence + Group + I + Slice + Slice2, 1000));
        Assert.Equal(["00021A03"], Headers(P + Slice, 1000));
        Assert.Equal(["00031B53"], Headers(B + Slice, 1000));

        // Whole slices while they fit; then a slice that does not fit at all.
        string large = "00000102" + string.Concat(Enumerable.Repeat("AA", 150));
        Assert.Equal(["00021A03", "00021A03"], Headers(P + "00000101" + string.Concat(Enumerable.Repeat("AA", 36)) + Slice2, 64));
        Assert.Equal(["00013900", "00011100", "00010100", "00010900", "00011900"], Headers(Sequence + I + Slice + large + "00000103 01", 64 + 8));

        // The second field's header begins a packet of its own.
        Assert.Equal(["00011900", "00011A03"], Headers(I + Slice + "00000100 0057FFF980 000001B5 8FFFF20000" + Slice2, 1000));
        Assert.Equal("32 MPV/90000", TestPackets.Describe(Track).Map.ToString());
        Assert.Same(Mpeg2VideoCodec.Mpeg1, RtpPayloadFormats.Find(Mpeg2VideoCodec.Mpeg1)!.Codec);
    }

    [Fact]
    public void WhatIsPacketizedComesBackTheSameWhateverTheSizes()
    {
        Random random = new(1);
        for (int round = 0; round < 60; round++)
        {
            int maxPayload = new[] { 64, 200, 1188, 1400, 9000, 60_000 }[round % 6];
            string slices = string.Concat(Enumerable.Range(1, 20).Select(i => $"000001{i:X2}" + string.Concat(Enumerable.Repeat("5A", random.Next(1, round % 2 == 0 ? 60 : 3000)))));
            byte[] picture = Hex.Parse(Sequence + Group + I + slices);
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
            Packets(payload, 64);
        });
    }

    private static Track Track { get; } = new(0, new Mpeg2VideoFormat { Width = 720, Height = 576, ProfileAndLevel = 0x48 }, ParameterSets.Empty);

    private static IEnumerable<string> Headers(string picture, int maxPayload) => Packets(Hex.Parse(picture), maxPayload).Select(packet => Convert.ToHexString(TestPackets.PayloadOf(packet).AsSpan(0, 4)));

    private static List<byte[]> Packets(byte[] picture, int maxPayload)
    {
        MediaBuffer payload = MediaBufferPool.Shared.Copy(picture);
        List<byte[]> packets = TestPackets.Of([TestPackets.Unit(Track, 0, 0, payload, RandomAccess.Idr)], RtpPayloadFormats.Find(Track.Codec)!.CreatePacketizer(Track.Format, maxPayload));
        payload.Release();
        return packets;
    }

    private void Send(Receiver receiver, uint timestamp, bool hasMarker, string hex) => receiver.Handle(TestPackets.Make(_sequence++, timestamp, hasMarker, Hex.Parse(hex)));
}
