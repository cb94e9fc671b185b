using System.Security.Cryptography;
using System.Text;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.Tests.PayloadFormats;
using Headrace.TestKit.Captures;

namespace Headrace.Protocols.Rtp.Tests;

/// <summary>Captures of strangers' traffic. What must come out was read with another program.</summary>
public sealed class CaptureTests
{
    [Fact]
    public void BrowsersH264GivesEveryPictureThatIsThereWhole()
    {
        using Receiver receiver = new(TestPackets.Describe("126 H264/90000", "packetization-mode=1"));
        foreach (CapturedPacket packet in CaptureFile.ReadTestMedia("h264.pcap")) receiver.Handle(packet.Payload);
        receiver.Flush();

        // Of 268 pictures three lack a fragment, and an aggregate is cut off; those that follow lack their references.
        Assert.Equal(264, receiver.Units.Count);
        Assert.Equal(4, receiver.Units.Count(u => u.Facts.IsDamaged));
        Assert.Equal(3, receiver.Lost);
        Assert.Equal(1, receiver.Depacketizer.Faults.Total);
        Assert.Equal(7, receiver.Units.Count(u => u.Facts.RandomAccess.Kind == RandomAccessKind.Idr));
        H264Format format = Assert.IsType<H264Format>(receiver.Units[0].Facts.Format);
        Assert.Equal("avc1.42c01e", format.Rfc6381);
        Assert.Equal("7047B949C5FEFB59AA16C574218BF3523389747BA5538868271FDACF29563174", Convert.ToHexString(SHA256.HashData(receiver.Units.SelectMany(u => u.Bytes).ToArray())));
    }

    [Theory]
    [InlineData("vp8.pcap", "96 H263-1998/90000")]
    public void WhatIsNotUnderstoodIsCollectedByTimestamp(string file, string rtpmap)
    {
        using Receiver receiver = new(TestPackets.Describe(rtpmap));
        List<uint> timestamps = [];
        int bytes = 0;
        foreach (CapturedPacket packet in CaptureFile.ReadTestMedia(file))
        {
            receiver.Handle(packet.Payload);
            Assert.True(RtpPacket.TryParse(packet.Payload, out RtpPacket view, out _));
            if (view.Payload.IsEmpty) continue;
            if (timestamps.Count == 0 || timestamps[^1] != view.Timestamp) timestamps.Add(view.Timestamp);
            bytes += view.Payload.Length + 4;
        }

        receiver.Flush();
        Assert.Equal(timestamps, receiver.Units.Select(u => u.Timestamp));
        Assert.Equal(bytes, receiver.Units.Sum(u => u.Bytes.Length));
    }

    [Fact]
    public void BrowsersVp8GivesEveryFrameThatIsThereWhole()
    {
        using Receiver receiver = new(TestPackets.Describe("96 VP8/90000"));
        foreach (CapturedPacket packet in CaptureFile.ReadTestMedia("vp8.pcap")) receiver.Handle(packet.Payload);
        receiver.Flush();
        Assert.Equal((0, 0L, 0L), (receiver.Units.Count(u => u.Facts.IsDamaged), receiver.Lost, receiver.Depacketizer.Faults.Total));
        Assert.Equal([101, 3], [receiver.Units.Count, receiver.Units.Count(u => u.Facts.RandomAccess.IsPoint)]);
        Assert.Equal("VP8 240x180", receiver.Units[0].Facts.Format.Description);
        Assert.Equal("7CF23C17086DEE76C53253D268FEB83E701ED11A305F2FE80E8E2D6F7B4F32F7", Convert.ToHexString(SHA256.HashData(receiver.Units.SelectMany(u => u.Bytes).ToArray())));
    }

    [Fact]
    public void BrowsersAv1GivesEveryTemporalUnitThatIsThereWhole()
    {
        using Receiver receiver = new(TestPackets.Describe("45 AV1/90000"));
        foreach (CapturedPacket packet in CaptureFile.ReadTestMedia("av1.pcap")) receiver.Handle(packet.Payload);
        receiver.Flush();
        Assert.Equal((0, 0L, 0L), (receiver.Units.Count(u => u.Facts.IsDamaged), receiver.Lost, receiver.Depacketizer.Faults.Total));
        Assert.Equal([44, 1], [receiver.Units.Count, receiver.Units.Count(u => u.Facts.RandomAccess.IsPoint)]);
        Assert.Equal("av01.0.04M.08", receiver.Units[0].Facts.Format.Rfc6381);
        Assert.Equal("6FC04F15F96B891047D209766A2FC7BD84033AAB391396D6D8165655997EAC66", Convert.ToHexString(SHA256.HashData(receiver.Units.SelectMany(u => u.Bytes).ToArray())));
    }

    [Fact]
    public void DatagramsOfSeveralReportsAreRead()
    {
        List<string> seen = [];
        foreach (CapturedPacket packet in CaptureFile.ReadTestMedia("rtcp_multiple_pkts_in_the_same_datagram.pcap"))
        {
            Assert.True(RtcpReader.IsRtcp(packet.Payload));
            RtcpReader reader = new(packet.Payload);
            while (reader.TryRead(out RtcpPacket rtcp)) seen.Add(rtcp.TryGetCname(out _, out ReadOnlySpan<byte> cname) ? Encoding.UTF8.GetString(cname) : $"{rtcp.Type} {rtcp.Reports.Count}");
            Assert.Equal(RtcpError.None, reader.Error);
        }

        Assert.Equal(10, seen.Count);
        Assert.Equal(3, seen.Count(s => s == "SenderReport 1"));
        Assert.Equal(2, seen.Count(s => s == "ReceiverReport 1"));
    }

    [Fact]
    public void PacketsOfOtherProtocolsAreToldApart()
    {
        int rtp = 0;
        int rtcp = 0;
        foreach (CapturedPacket packet in CaptureFile.ReadTestMedia("rtp.pcapng").Where(p => !p.IsTcp))
        {
            if (RtcpReader.IsRtcp(packet.Payload)) rtcp++;
            else if (RtpPacket.TryParse(packet.Payload, out _, out _)) rtp++;
        }

        Assert.Equal(69, rtp);
        Assert.Equal(3, rtcp);
    }
}
