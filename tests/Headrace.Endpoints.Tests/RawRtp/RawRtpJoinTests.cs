using System.Buffers.Binary;
using System.Net;
using Headrace.Endpoints.RawRtp;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Tests.RawRtp;

public sealed class RawRtpJoinTests
{
    private static readonly UdpAddress Camera = RawRtpBench.Address("192.0.2.7", 40_000);
    private static readonly UdpAddress Microphone = RawRtpBench.Address("192.0.2.7", 41_000);

    private ushort _sequence = 10;
    private uint _timestamp;

    [Fact]
    public void PictureAndSoundOfOneNameAreOneStreamWhicheverWayRoundItIsTold()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1);
        bench.Rtcp(MadeSender.Report(1, "ann@studio"), Camera.WithPort(40_001));
        bench.Rtcp(MadeSender.Report(2, "ann@studio"), Microphone.WithPort(41_001));
        SendBoth(bench, sender, 50);
        AssertJoined(bench, sender);
        Assert.Equal(Enumerable.Range(0, 50), sender.Received);
    }

    [Fact]
    public void ANameThatComesLateJoinsWhatWasTwoStreams()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1);
        SendBoth(bench, sender, 60);
        Assert.Equal(2, bench.Streams.Count);
        bench.Rtcp(MadeSender.Report(1, "ann@studio"), Camera.WithPort(40_001));
        bench.Rtcp(MadeSender.Report(2, "ann@studio"), Microphone.WithPort(41_001));
        SendBoth(bench, sender, 60);
        AssertJoined(bench, sender);
        Assert.Equal(119, sender.Received[^1]);
    }

    [Fact]
    public void TwoPicturesOfOneNameStayTwoStreams()
    {
        using RawRtpBench bench = new();
        MadeSender one = new(Camera, 1);
        MadeSender other = new(Microphone, 2, seed: 3);
        bench.Rtcp(MadeSender.Report(1, "two cameras"), Camera.WithPort(40_001));
        bench.Rtcp(MadeSender.Report(2, "two cameras"), Microphone.WithPort(41_001));
        for (int i = 0; i < 50; i++)
        {
            bench.Send(one, 1);
            bench.Send(other, 1);
        }

        Assert.Equal(2, bench.Streams.Count);
    }

    [Fact]
    public void ANameCountsWithinItsHostAlone()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1);
        UdpAddress elsewhere = RawRtpBench.Address("192.0.2.8", 41_000);
        bench.Rtcp(MadeSender.Report(1, "ann"), Camera.WithPort(40_001));
        bench.Rtcp(MadeSender.Report(2, "ann"), elsewhere.WithPort(41_001));
        SendBoth(bench, sender, 50, elsewhere);
        Assert.Equal(2, bench.Streams.Count);
    }

    [Fact]
    public void ADescriptionJoinsItsMedia()
    {
        const string Sdp = "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\nm=audio 5004 RTP/AVP 97\na=rtpmap:97 opus/48000/2\n";
        using RawRtpBench bench = new(new RawRtpSettings { Streams = [new RawRtpStreamOptions { Name = "hall", Address = IPAddress.Parse("192.0.2.7"), Sdp = Sdp }] });
        MadeSender sender = new(Camera, 1);
        SendBoth(bench, sender, 50);
        AssertJoined(bench, sender);
        Assert.Equal("hall", bench.Streams.All[0].Name);
        Assert.Equal(Enumerable.Range(0, 50), sender.Received);
    }

    [Fact]
    public void WhatADescriptionDoesNotNameIsLeftOut()
    {
        const string Sdp = "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\nm=audio 5004 RTP/AVP 98\na=rtpmap:98 opus/48000/2\n";
        using RawRtpBench bench = new(new RawRtpSettings { Streams = [new RawRtpStreamOptions { Name = "hall", Address = IPAddress.Parse("192.0.2.7"), Sdp = Sdp }] });
        MadeSender sender = new(Camera, 1);
        SendBoth(bench, sender, 50);
        Assert.Single(bench.Log.With("sends payload type 97, which its sdp in rtp.streams does not name"));
        sender.Look(Assert.Single(bench.Streams.All));
        Assert.Equal(Enumerable.Range(0, 50), sender.Received);
    }

    private static void AssertJoined(RawRtpBench bench, MadeSender sender)
    {
        LiveStream stream = Assert.Single(bench.Streams.All);
        Assert.Equal([MediaKind.Video, MediaKind.Audio], stream.Tracks.Select(track => track.Kind).Order());
        sender.Look(stream);
        sender.AssertDecodable();
        Assert.Single(bench.Sessions.All);
    }

    /// <summary>Pictures, and beside each two packets of Opus of 20 ms.</summary>
    private void SendBoth(RawRtpBench bench, MadeSender sender, int pictures, UdpAddress? microphone = null)
    {
        for (int i = 0; i < pictures; i++)
        {
            foreach (byte[] packet in sender.Next()) bench.Rtp(packet, Camera);
            for (int half = 0; half < 2; half++)
            {
                bench.Rtp(Sound(), microphone ?? Microphone);
                bench.Pass(TimeSpan.FromMilliseconds(20));
            }
        }
    }

    private byte[] Sound()
    {
        byte[] packet = new byte[12 + 40];
        packet[0] = 0x80;
        packet[1] = 97;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), _sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), _timestamp);
        packet[11] = 2;
        packet[12] = 0x78;
        _timestamp += 960;
        return packet;
    }
}
