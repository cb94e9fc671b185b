using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.Opaque;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtp.Sending;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

public sealed class AacTests
{
    // AAC LC, 48 kHz, stereo.
    private const string Config = "1190";
    private const string HighBitRate = "streamtype=5; profile-level-id=1; mode=AAC-hbr; sizelength=13; indexlength=3; indexdeltalength=3; config=" + Config;

    private const string Latm = "cpresent=0; config=400023203FC0";

    // audioMuxVersion 1, taraBufferFullness 255, one frame, program and layer, 16 bits of config.
    private const string LatmOfVersion1 = "8FF80001011901FE00";

    /// <summary>rtpmap, fmtp, payloads of packets 1000 ticks apart, units as timestamp:bytes.</summary>
    public static TheoryData<string, string, string, string, string> Payloads => new()
    {
        { "one unit", "mpeg4-generic/48000/2", HighBitRate, "0010_0018_AABBCC", "0:AABBCC" },
        { "three units", "mpeg4-generic/48000/2", HighBitRate, "0030_0008_0010_0018_AA_BBBB_CCCCCC", "0:AA 1024:BBBB 2048:CCCCCC" },
        { "fragments", "mpeg4-generic/48000/2", HighBitRate, "0010_0028_AABB|0010_0028_CCDD|0010_0028_EE", "0:AABBCCDDEE" },
        { "unit after fragments without an end", "mpeg4-generic/48000/2", HighBitRate, "0010_0028_AABB|+0010_0008_CC", "1000:CC" },
        { "fragments of another unit at another time", "mpeg4-generic/48000/2", HighBitRate, "0010_0018_AABB|+0010_0018_AABB|0010_0018_CC", "1000:AABBCC" },
        { "interleaved units keep their places", "mpeg4-generic/48000/2", HighBitRate, "0020_0008_0009_AA_BB", "0:AA 2048:BB" },
        { "names in capitals, no mode", "MPEG4-GENERIC/48000/2", "SizeLength=13;IndexLength=3;IndexDeltaLength=3;Config=1190", "0010_0018_AABBCC", "0:AABBCC" },
        { "no lengths at all", "mpeg4-generic/48000/2", "mode=AAC-hbr;config=1190", "0010_0018_AABBCC", "0:AABBCC" },
        { "low bit rate", "mpeg4-generic/48000/2", "mode=AAC-lbr; sizelength=6; indexlength=2; indexdeltalength=2; config=1190", "0010_08_0C_AABB_CCCCCC", "0:AABB 1024:CCCCCC" },
        { "generic with CTS and DTS deltas, flags and state", "mpeg4-generic/48000/2", "mode=generic; sizelength=8; CTSDeltaLength=4; DTSDeltaLength=4; randomAccessIndication=1; streamStateIndication=2; config=1190", "0011_02_A280_AABB", "0:AABB" },
        { "auxiliary section", "mpeg4-generic/48000/2", HighBitRate + "; auxiliarydatasizelength=8", "0010_0018_09_FF80_AABBCC", "0:AABBCC" },
        { "constant size without headers", "mpeg4-generic/48000/2", "mode=generic; constantsize=2; constantduration=960; config=1190", "AABBCCDD", "0:AABB 960:CCDD" },
        { "one unit without headers", "mpeg4-generic/48000/2", "mode=generic; config=1190", "AABBCC", "0:AABBCC" },
        { "RTP clock at twice the core's rate", "mpeg4-generic/48000/2", "mode=AAC-hbr; config=1310", "0020_0008_0008_AA_BB", "0:AA 2048:BB" },
        { "ADTS inside", "mpeg4-generic/48000/2", HighBitRate, "0010_0050_FFF14C80015FFC_AABBCC", "0:AABBCC" },
        { "headers longer than the payload", "mpeg4-generic/48000/2", HighBitRate, "0100_0018_AABBCC", "" },
        { "second unit cut off", "mpeg4-generic/48000/2", HighBitRate, "0020_0008_0010_AA_BB", "0:AA" },
        { "no unit", "mpeg4-generic/48000/2", HighBitRate, "0000_AA", "" },
        { "one byte", "mpeg4-generic/48000/2", HighBitRate, "00", "" },
        { "LATM", "MP4A-LATM/48000/2", "profile-level-id=1; cpresent=0; config=400023203FC0", "03_AABBCC", "0:AABBCC" },
        { "LATM, a frame of 255 bytes", "MP4A-LATM/48000/2", Latm, "FF00_" + new string('A', 510), "0:" + new string('A', 510) },
        { "LATM, two frames an element", "MP4A-LATM/48000/2", "cpresent=0; config=410023203FC0", "02_AABB_01_CC", "0:AABB 1024:CC" },
        { "LATM, RTP clock of 90 kHz", "MP4A-LATM/90000/2", "cpresent=0; config=410023203FC0", "02_AABB_01_CC", "0:AABB 1920:CC" },
        { "LATM, version 1: the config's length is said", "MP4A-LATM/48000/2", "cpresent=0; config=" + LatmOfVersion1, "01_AA", "0:AA" },
        { "LATM, the rest of an element", "MP4A-LATM/48000/2", Latm, "BBCC|+01_AA", "1000:AA" },
        { "LATM, nothing", "MP4A-LATM/48000/2", Latm, "00", "" },
        { "no config", "mpeg4-generic/48000/2", "mode=AAC-hbr", "0010_0018_AABBCC", "" },
    };

    [Theory]
    [MemberData(nameof(Payloads))]
    public void PayloadGivesItsUnits(string name, string encoding, string fmtp, string payloads, string units)
    {
        using Receiver receiver = new(TestPackets.Describe("97 " + encoding, fmtp, "audio"));
        uint timestamp = 0;
        int sequence = 0;
        foreach (string payload in payloads.Split('|'))
        {
            if (payload[0] == '+') timestamp += 1000;
            receiver.Handle(TestPackets.Make(sequence++, timestamp, true, Hex.Parse(payload.TrimStart('+'))));
        }

        string found = string.Join(' ', receiver.Units.Select(u => $"{u.Timestamp}:{Convert.ToHexString(u.Bytes)}"));
        Assert.True(units == found, $"{name}: {found}");
        Assert.All(receiver.Units, u => Assert.False(u.Facts.IsDamaged));
    }

    [Fact]
    public void ElementOfLatmInFragmentsIsOneUnitUnlessOneIsMissing()
    {
        using Receiver receiver = new(TestPackets.Describe("97 MP4A-LATM/48000/2", Latm, "audio"));
        receiver.Handle(TestPackets.Make(1, 0, false, Hex.Parse("05_AABB")));
        receiver.Handle(TestPackets.Make(2, 0, true, Hex.Parse("CCDDEE")));
        receiver.Handle(TestPackets.Make(3, 1024, false, Hex.Parse("05_AABB")));
        receiver.Handle(TestPackets.Make(5, 1024, true, Hex.Parse("DDEE")));
        receiver.Handle(TestPackets.Make(6, 2048, true, Hex.Parse("01_AA")));
        Assert.Equal(["0:AABBCCDDEE", "2048:AA"], receiver.Units.Select(unit => $"{unit.Timestamp}:{Convert.ToHexString(unit.Bytes)}"));
    }

    [Theory]
    [InlineData("cpresent=1")]
    [InlineData("cpresent=0; config=40")]
    [InlineData("cpresent=0; config=C00023203FC0")]
    [InlineData("cpresent=0; config=000023203FC0")]
    [InlineData("cpresent=0")]
    public void LatmThatCannotBeReadStaysOpaque(string fmtp)
    {
        Assert.Same(OpaqueCodec.Audio, TestPackets.Describe("97 MP4A-LATM/48000/2", fmtp, "audio").PayloadFormat.Codec);
    }

    [Fact]
    public void HoleDropsTheFragmentedUnitOnly()
    {
        using Receiver receiver = new(TestPackets.Describe("97 mpeg4-generic/48000/2", HighBitRate, "audio"));
        receiver.Handle(TestPackets.Make(1, 0, false, Hex.Parse("0010_0028_AABB")));
        receiver.Handle(TestPackets.Make(3, 0, true, Hex.Parse("0010_0028_EE")));
        receiver.Handle(TestPackets.Make(4, 1024, true, Hex.Parse("0010_0008_AA")));
        ReceivedUnit unit = Assert.Single(receiver.Units);
        Assert.Equal(1024u, unit.Timestamp);
        Assert.False(unit.Facts.IsDamaged);
    }

    [Fact]
    public void WhatIsPacketizedComesBackTheSameWhateverTheSizes()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            MediaBufferPool pool = new();
            Random random = new(seed);
            Track track = Track();
            List<AccessUnit> units = [.. Enumerable.Range(0, 20).Select(i => TestPackets.Unit(track, i, i * 1024, pool.Copy(Frame(random)), RandomAccess.Idr))];
            RtpTrackDescription description = TestPackets.Describe(track);
            using Receiver receiver = new(description);
            List<byte[]> packets = TestPackets.Of(units, description.PayloadFormat.CreatePacketizer(track.Format, new[] { 64, 500, 1188 }[seed % 3]));
            foreach (byte[] packet in packets) receiver.Handle(packet);
            Assert.Equal(units.Select(u => Convert.ToHexString(u.Payload.Span)), receiver.Units.Select(u => Convert.ToHexString(u.Bytes)));
            Assert.Equal(units.Select(u => unchecked((uint)u.PresentationTime + TestPackets.TimestampOffset)), receiver.Units.Select(u => u.Timestamp));
            Assert.Equal(units.Count, packets.Count(TestPackets.HasMarker));
            units.ForEach(u => u.Release());
            Assert.Equal(0, pool.Outstanding);
        }
    }

    [Fact]
    public void UnitThatThirteenBitsCannotSayIsDroppedAndCounted()
    {
        Track track = Track();
        MediaBuffer payload = MediaBufferPool.Shared.Copy(new byte[8192]);
        RtpPacketizer packetizer = RtpPayloadFormats.Find(AacCodec.Instance)!.CreatePacketizer(track.Format);
        Assert.Empty(TestPackets.Of([TestPackets.Unit(track, 0, 0, payload, RandomAccess.Idr)], packetizer));
        Assert.Equal(1, packetizer.Dropped);
        payload.Release();
    }

    [Fact]
    public void DescriptionIsWhatPlayersKnow()
    {
        MediaDescription media = RtpPayloadFormats.Find(AacCodec.Instance)!.Describe(Track(), 97, "trackID=1");
        Assert.Equal("audio", media.Kind);
        Assert.Equal("97 mpeg4-generic/48000/2", media.Find("rtpmap"));
        Assert.Equal("97 streamtype=5; profile-level-id=1; mode=AAC-hbr; sizelength=13; indexlength=3; indexdeltalength=3; constantduration=1024; config=1190", media.Find("fmtp"));
        Assert.Equal("trackID=1", media.Control);
        Assert.Equal(Track().Format, TestPackets.Describe(Track()).Format);
    }

    [Fact]
    public void FieldLengthsBeyondThirtyTwoBitsAreRefused()
    {
        MediaDescription media = new()
        {
            Kind = "audio",
            Formats = ["97"],
            Attributes = [new SdpAttributeLine("rtpmap", "97 mpeg4-generic/48000"), new SdpAttributeLine("fmtp", "97 mode=generic; sizelength=33")],
        };
        Assert.False(RtpPayloadFormats.TryRead(media, out _, out RtpTrackRefusal reason));
        Assert.Equal(RtpTrackRefusal.InvalidParameters, reason);
    }

    [Fact]
    public void AnyPayloadsAreTaken()
    {
        RtpTrackDescription[] descriptions = [.. Payloads.Select(row => row.Data.Item3).Distinct().Select(fmtp => TestPackets.Describe("97 mpeg4-generic/48000/2", fmtp, "audio"))];
        Fuzz.Run(
            Payloads.Select(row => H264DepacketizerTests.Record([.. row.Data.Item4.Split('|').Select(p => Hex.Parse(p.TrimStart('+')))])),
            input => H264DepacketizerTests.Replay(descriptions[input.Length % descriptions.Length], input));
    }

    [Fact]
    public void PacketizingAndDepacketizingAllocateNothingOnceWarm()
    {
        MediaBufferPool pool = new();
        Track track = Track();
        AccessUnit unit = TestPackets.Unit(track, 0, 0, pool.Copy(Frame(new Random(1))), RandomAccess.Idr);
        RtpTrackDescription description = TestPackets.Describe(track);
        RtpPacketizer packetizer = description.PayloadFormat.CreatePacketizer(track.Format, 500);
        using MediaBufferWriter output = new(pool);
        RtpPacketWriter writer = new(output, TestPackets.Sender(), 0);
        using RtpDepacketizer depacketizer = description.PayloadFormat.CreateDepacketizer(description, new(pool, null));
        ReleasingSink sink = new();
        for (int i = 0; i < 10; i++) Pass();

        Assert.Equal(0, Allocations.OfLeast(() =>
        {
            for (int i = 0; i < 100; i++) Pass();
        }));
        Assert.Equal(410, sink.Count);
        unit.Release();

        void Pass()
        {
            packetizer.Packetize(unit, writer);
            MediaBuffer group = output.Detach();
            foreach (InterleavedPacket place in new InterleavedPackets(group.Span))
            {
                if (RtpPacket.TryParse(group.Span.Slice(place.Offset, place.Length), out RtpPacket packet, out _)) depacketizer.Handle(packet, false, default, sink);
            }

            group.Release();
        }
    }

    private static Track Track()
    {
        Assert.True(AacFormat.TryParse(Hex.Parse(Config), out AacFormat? format));
        return new Track(1, format, ParameterSets.Empty);
    }

    private static byte[] Frame(Random random)
    {
        byte[] frame = new byte[1 + random.Next(1500)];
        random.NextBytes(frame);
        frame[0] = 0x21;
        return frame;
    }
}
