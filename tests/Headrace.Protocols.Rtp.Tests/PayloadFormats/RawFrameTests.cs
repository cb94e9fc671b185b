using Headrace.Media.Buffers;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.Opus;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

public sealed class RawFrameTests
{
    [Theory]
    [InlineData("opus/48000/2", "sprop-stereo=1", 2)]
    [InlineData("OPUS/48000/2", "minptime=10;useinbandfec=1", 2)]
    [InlineData("opus/48000/2", "sprop-stereo=0", 1)]
    public void OpusTellsItsChannelsByParameter(string encoding, string fmtp, int channels)
    {
        RtpTrackDescription description = TestPackets.Describe("111 " + encoding, fmtp, "audio");
        Assert.Equal(channels, Assert.IsType<OpusFormat>(description.Format).Channels);
        Track track = new(0, description.Format, ParameterSets.Empty);
        Assert.Equal("96 opus/48000/2", description.PayloadFormat.Describe(track, 96, "x").Find("rtpmap"));
        Assert.Equal(description.Format, TestPackets.Describe(track).Format);
    }

    [Theory]
    [InlineData("multiopus/48000/6", "channel_mapping=0,4,1,2,3,5;coupled_streams=2;minptime=10;num_streams=4;useinbandfec=1", "channel_mapping=0,4,1,2,3,5;coupled_streams=2;num_streams=4")]
    [InlineData("MULTIOPUS/48000/8", "sprop-stereo=1; channel_mapping=\"0, 6, 1, 2, 3, 4, 5, 7\"; num_streams=5; coupled_streams=3", "channel_mapping=0,6,1,2,3,4,5,7;coupled_streams=3;num_streams=5")]
    [InlineData("multiopus/48000/9", "channel_mapping=0,1,2,3,4,5,6,7,255;num_streams=8;coupled_streams=0", "channel_mapping=0,1,2,3,4,5,6,7,255;coupled_streams=0;num_streams=8")]
    public void SurroundSaysItsTable(string encoding, string fmtp, string written)
    {
        RtpTrackDescription description = TestPackets.Describe("111 " + encoding, fmtp, "audio");
        OpusFormat format = Assert.IsType<OpusFormat>(description.Format);
        Assert.Equal<byte?>(format.Channels <= 8 ? (byte)1 : (byte)255, format.Mapping?.Family);
        Track track = new(0, format, ParameterSets.Empty);
        Assert.Equal($"96 {encoding.ToLowerInvariant()}", description.PayloadFormat.Describe(track, 96, "x").Find("rtpmap"));
        Assert.Equal($"96 {written}", description.PayloadFormat.Describe(track, 96, "x").Find("fmtp"));
        Assert.Equal(format, TestPackets.Describe(track).Format);
    }

    [Theory]
    [InlineData("")]
    [InlineData("channel_mapping=0,4,1,2,3;num_streams=4;coupled_streams=2")]
    [InlineData("channel_mapping=0,4,1,2,3,5,6;num_streams=4;coupled_streams=2")]
    [InlineData("channel_mapping=0,4,1,2,3,6;num_streams=4;coupled_streams=2")]
    [InlineData("channel_mapping=0,4,1,2,3,x;num_streams=4;coupled_streams=2")]
    [InlineData("channel_mapping=0,4,1,2,3,5;num_streams=0;coupled_streams=0")]
    [InlineData("channel_mapping=0,4,1,2,3,5;num_streams=4")]
    [InlineData("channel_mapping=0,1,2,3,4,5;num_streams=2;coupled_streams=4")]
    public void SurroundWithoutATableIsPassedOnAsItIs(string fmtp) => Assert.Equal("opaque-audio", TestPackets.Describe("111 multiopus/48000/6", fmtp, "audio").PayloadFormat.Codec.Name);

    [Fact]
    public void WhatATableSaysOfOneStreamNeedsNone()
    {
        Track track = new(0, OpusFormat.Of(2) with { Mapping = OpusMapping.Of(2) }, ParameterSets.Empty);
        MediaDescription media = RtpPayloadFormats.Find(OpusCodec.Instance)!.Describe(track, 96, "x");
        Assert.Equal(("96 opus/48000/2", "96 sprop-stereo=1"), (media.Find("rtpmap"), media.Find("fmtp")));
        Track swapped = new(0, OpusFormat.Of(2) with { Mapping = new OpusMapping(1, 1, 1, [1, 0]) }, ParameterSets.Empty);
        Assert.Equal("96 multiopus/48000/2", RtpPayloadFormats.Find(OpusCodec.Instance)!.Describe(swapped, 96, "x").Find("rtpmap"));
    }

    [Fact]
    public void OpusPacketsAreUnitsAndComeBackTheSame()
    {
        Track track = new(0, OpusFormat.Of(2), ParameterSets.Empty);
        RtpTrackDescription description = TestPackets.Describe(track);
        MediaBufferPool pool = new();
        Random random = new(1);
        List<AccessUnit> units = [];
        for (int i = 0; i < 50; i++)
        {
            byte[] frame = new byte[1 + random.Next(1400)];
            random.NextBytes(frame);
            frame[0] = 0xFC;
            units.Add(TestPackets.Unit(track, i, i * 960, pool.Copy(frame), RandomAccess.Idr));
        }

        using Receiver receiver = new(description);
        foreach (byte[] packet in TestPackets.Of(units, description.PayloadFormat.CreatePacketizer(track.Format, 200))) receiver.Handle(packet);
        Assert.Equal(units.Select(u => Convert.ToHexString(u.Payload.Span)), receiver.Units.Select(u => Convert.ToHexString(u.Bytes)));
        Assert.All(receiver.Units, u => Assert.Equal(960, u.Facts.NominalDuration));
        units.ForEach(u => u.Release());
    }

    [Fact]
    public void HoleDamagesNoSound()
    {
        using Receiver receiver = new(TestPackets.Describe("111 opus/48000/2", "", "audio"));
        receiver.Handle(TestPackets.Make(1, 0, false, 0xFC, 1));
        receiver.Handle(TestPackets.Make(5, 4800, false, 0xFC, 2));
        receiver.Handle(TestPackets.Make(6, 5760, false));
        Assert.Equal([0u, 4800u], receiver.Units.Select(u => u.Timestamp));
        Assert.All(receiver.Units, u => Assert.False(u.Facts.IsDamaged));
    }

    [Fact]
    public void OpusUnitBeyondAnyPacketIsDroppedAndCounted()
    {
        Track track = new(0, OpusFormat.Of(2), ParameterSets.Empty);
        RtpPacketizer packetizer = RtpPayloadFormats.Find(OpusCodec.Instance)!.CreatePacketizer(track.Format);
        MediaBuffer payload = MediaBufferPool.Shared.Copy(new byte[70_000]);
        Assert.Empty(TestPackets.Of([TestPackets.Unit(track, 0, 0, payload, RandomAccess.Idr)], packetizer));
        Assert.Equal(1, packetizer.Dropped);
        payload.Release();
    }

    [Theory]
    [InlineData(0, "", "PCMU 8000 1", "0 PCMU/8000")]
    [InlineData(8, "", "PCMA 8000 1", "8 PCMA/8000")]
    [InlineData(8, "8 PCMA/8000/1", "PCMA 8000 1", "8 PCMA/8000")]
    [InlineData(97, "97 PCMA/16000/2", "PCMA 16000 2", "96 PCMA/16000/2")]
    [InlineData(97, "97 pcmu/8000", "PCMU 8000 1", "0 PCMU/8000")]
    public void G711IsReadWithAndWithoutItsMap(int payloadType, string rtpmap, string format, string written)
    {
        MediaDescription media = new()
        {
            Kind = "audio",
            Formats = [payloadType.ToString()],
            Attributes = rtpmap.Length == 0 ? [] : [new SdpAttributeLine("rtpmap", rtpmap)],
        };
        Assert.True(RtpPayloadFormats.TryRead(media, out RtpTrackDescription? description, out _));
        G711Format read = Assert.IsType<G711Format>(description.Format);
        Assert.Equal(format, $"{read.Law.EncodingName} {read.SampleRate} {read.Channels}");
        Assert.Equal(written, description.PayloadFormat.Describe(new Track(0, read, ParameterSets.Empty), 96, "x").Find("rtpmap"));
    }

    [Theory]
    [InlineData(1, 160, 1188, "160@0")]
    [InlineData(1, 2000, 1188, "1000@0 1000@1000")]
    [InlineData(1, 2001, 1188, "1001@0 1000@1001")]
    [InlineData(2, 3000, 1188, "1000@0 1000@500 1000@1000")]
    [InlineData(2, 131, 65, "44@0 44@22 43@44")]
    public void LongG711UnitIsSentInEqualPackets(int channels, int length, int maxPayload, string expected)
    {
        Track track = new(0, G711Format.Of(G711Codec.ALaw, 8000, channels), ParameterSets.Empty);
        MediaBuffer payload = MediaBufferPool.Shared.Copy(Enumerable.Range(0, length).Select(i => (byte)i).ToArray());
        List<byte[]> packets = TestPackets.Of([TestPackets.Unit(track, 0, 0, payload, RandomAccess.Idr)], RtpPayloadFormats.Find(G711Codec.ALaw)!.CreatePacketizer(track.Format, maxPayload));
        payload.Release();

        using Receiver receiver = new(TestPackets.Describe(track));
        packets.ForEach(p => receiver.Handle(p));
        Assert.Equal(expected, string.Join(' ', receiver.Units.Select(u => $"{u.Bytes.Length}@{unchecked(u.Timestamp - TestPackets.TimestampOffset)}")));
        Assert.Equal(Enumerable.Range(0, length).Select(i => (byte)i), receiver.Units.SelectMany(u => u.Bytes));
    }

    [Fact]
    public void AnyPayloadsAreTaken()
    {
        RtpTrackDescription[] descriptions = [TestPackets.Describe("111 opus/48000/2", "", "audio"), TestPackets.Describe("97 PCMA/16000/2", "", "audio"), TestPackets.Describe("98 VP8/90000")];
        Fuzz.Run(
            [H264DepacketizerTests.Record([0xFC, 1, 2], [0xFF], [0x0B, 0x43, 9], []), H264DepacketizerTests.Record(new byte[160], new byte[3])],
            input => H264DepacketizerTests.Replay(descriptions[input.Length % descriptions.Length], input));
    }
}
