using System.Net;
using Headrace.Endpoints.RawRtp;
using Headrace.Endpoints.Tests.Made;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Tests.RawRtp;

public sealed class RawRtpReceiverTests
{
    private static readonly UdpAddress Camera = RawRtpBench.Address("192.0.2.7", 40_000);

    [Fact]
    public void WhatNobodyDescribedIsRecognisedAndPublishedFromItsFirstPacketOn()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 0x11223344);
        bench.Send(sender, 50);
        LiveStream stream = bench.Streams.Find("rtp/192.0.2.7-287454020")!;
        sender.Look(stream);
        Assert.Equal(Enumerable.Range(0, 50), sender.Received);
        Session session = Assert.Single(bench.Sessions.All);
        Assert.Equal(("rtp", SessionRole.Publisher, stream.Name), (session.Protocol, session.Role, session.StreamName));
        Assert.True(session.BytesIn > 50 * 2_000);
        bench.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(0, stream.Snapshot().PacketsLost);
    }

    [Fact]
    public void SwappedAndRepeatedPacketsChangeNothing()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1, gop: 50);
        byte[]? held = null;
        int number = 0;
        bench.Send(sender, 2);
        bench.Send(sender, 40, Path);
        bench.Send(sender, 1);
        LiveStream stream = bench.Streams.Find("rtp/192.0.2.7-1")!;
        sender.Look(stream);
        Assert.Equal(Enumerable.Range(0, 42), sender.Received.Take(42));
        bench.Pass(TimeSpan.FromSeconds(1));
        TransportFigures figures = stream.Snapshot().Tracks[0].Transport!.Value;
        Assert.True(figures is { Lost: 0, Reordered: > 10, Duplicates: > 10 }, figures.ToString());

        IEnumerable<byte[]> Path(byte[] packet)
        {
            if (number++ % 4 == 0 && held is null)
            {
                held = packet;
                return [];
            }

            byte[]? late = held;
            held = null;
            return late is null ? [packet] : [packet, late, late];
        }
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.1)]
    public void ALossyPathGivesWholePicturesOnlyAndEachKeyFrameRecovers(double loss)
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1, gop: 10);
        Random random = new(5);
        int lost = 0;
        bench.Send(sender, 15);
        LiveStream? stream = null;
        for (int i = 0; i < 60; i++)
        {
            bench.Send(sender, 5, packet => random.NextDouble() < loss && ++lost > 0 ? [] : [packet]);
            stream = bench.Streams.Find("rtp/192.0.2.7-1") ?? throw new InvalidOperationException(bench.Log.ToString());
            sender.Look(stream);
        }

        bench.Send(sender, 25);
        bench.Pass(TimeSpan.FromSeconds(2));
        sender.Look(stream!);
        sender.AssertDecodable(10);
        Assert.Equal(sender.Sent.Count - 1, sender.Received[^1]);
        Assert.True(sender.Received.Count > 300 * (1 - loss * 10) / 2, $"{sender.Received.Count} pictures with {lost} packets lost");
        Assert.Equal(lost, stream!.Snapshot().PacketsLost);
        Assert.True(stream.Snapshot().Tracks[0].Damaged + stream.Snapshot().Tracks[0].Dropped > 0);
    }

    [Fact]
    public void AnotherSourceOfTheSamePortGoesOnInTheSameStream()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1);
        bench.Send(sender, 50);
        LiveStream stream = Assert.Single(bench.Streams.All);
        sender.Look(stream);
        sender.Restart(newSsrc: 2, newSequence: 9);
        bench.Send(sender, 50);
        sender.Look(Assert.Single(bench.Streams.All));
        sender.AssertDecodable();
        Assert.Equal(Enumerable.Range(50, 50), sender.Received.Skip(50));
        Assert.Single(bench.Sessions.All);
    }

    [Fact]
    public void TwoSourcesOfOnePortThatSendInTurnsAreTwoStreams()
    {
        using RawRtpBench bench = new();
        MadeSender one = new(Camera, 1);
        MadeSender other = new(Camera, 2, seed: 8);
        for (int i = 0; i < 60; i++)
        {
            foreach (byte[] packet in one.Next()) bench.Rtp(packet, Camera);
            bench.Pass(TimeSpan.FromMilliseconds(20));
            foreach (byte[] packet in other.Next()) bench.Rtp(packet, Camera);
            bench.Pass(TimeSpan.FromMilliseconds(20));
        }

        one.Look(bench.Streams.Find("rtp/192.0.2.7-1")!);
        other.Look(bench.Streams.Find("rtp/192.0.2.7-2")!);
        Assert.Equal(Enumerable.Range(0, 60), one.Received);
        Assert.Equal(Enumerable.Range(0, 60), other.Received);
    }

    [Fact]
    public void ASenderWhosePortChangesGoesOn()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1);
        bench.Send(sender, 25);
        sender.Address = RawRtpBench.Address("192.0.2.7", 50_000);
        bench.Send(sender, 50);
        LiveStream stream = Assert.Single(bench.Streams.All);
        sender.Look(stream);
        Assert.Equal(Enumerable.Range(0, 75), sender.Received);
    }

    [Fact]
    public void ANumberingThatJumpsIsTakenWhenTheNextPacketConfirmsIt()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1);
        bench.Send(sender, 25);
        sender.Restart(newSsrc: 1, newSequence: 30_000);
        bench.Send(sender, 25);
        LiveStream stream = Assert.Single(bench.Streams.All);
        sender.Look(stream);
        Assert.Equal(Enumerable.Range(0, 50), sender.Received);
    }

    [Fact]
    public void GoodbyeEndsASessionAtOnceAndSilenceAfterItsTime()
    {
        using RawRtpBench bench = new(new RawRtpSettings { SessionTimeout = TimeSpan.FromSeconds(3) });
        MadeSender polite = new(Camera, 1);
        MadeSender silent = new(RawRtpBench.Address("192.0.2.8", 1), 2);
        bench.Send(polite, 25);
        bench.Send(silent, 25);
        IReadOnlyList<Session> sessions = bench.Sessions.All;
        bench.Rtcp(MadeSender.Goodbye(1), RawRtpBench.Address("203.0.113.1", 7));
        bench.Pass(TimeSpan.FromMilliseconds(100));
        Assert.Equal(2, bench.Sessions.Count);
        bench.Rtcp(MadeSender.Goodbye(1), Camera.WithPort(40_001));
        bench.Pass(TimeSpan.FromMilliseconds(100));
        Assert.Equal(SessionEndReason.Closed, sessions[0].EndReason);
        Assert.Same(sessions[1], Assert.Single(bench.Sessions.All));
        bench.Pass(TimeSpan.FromSeconds(2));
        Assert.Null(sessions[1].EndReason);
        bench.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(SessionEndReason.TimedOut, sessions[1].EndReason);
        Assert.Equal(0, bench.Sessions.Count);
    }

    [Fact]
    public void ReceptionIsReportedToWhoeverReportsAndToNobodyElse()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1);
        MadeSender mute = new(RawRtpBench.Address("192.0.2.8", 1), 2);
        bench.Send(sender, 10);
        bench.Send(mute, 10);
        UdpAddress rtcp = Camera.WithPort(40_001);
        bench.Rtcp(MadeSender.Report(1, "cam"), rtcp);
        for (int i = 0; i < 12; i++)
        {
            bench.Send(sender, 13);
            bench.Send(mute, 13);
        }

        Assert.InRange(bench.Reports.Count, 2, 4);
        Assert.All(bench.Reports, report => Assert.Equal(new RtcpTarget(rtcp, IsMuxed: false), report.To));
        RtcpReader reader = new(bench.Reports[^1].Report);
        Assert.True(reader.TryRead(out RtcpPacket packet) && packet.Type == RtcpPacketType.ReceiverReport);
        Assert.Equal(1u, packet.Reports[0].Ssrc);
        Assert.NotEqual(0u, packet.Reports[0].LastSenderReport);
    }

    [Fact]
    public void ReportsOnThePortForRtpAreAnsweredThere()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1);
        bench.Send(sender, 10);
        bench.Rtp(MadeSender.Report(1, "cam"), Camera);
        bench.Send(sender, 150);
        Assert.All(bench.Reports, report => Assert.Equal(new RtcpTarget(Camera, IsMuxed: true), report.To));
        Assert.NotEmpty(bench.Reports);
    }

    [Fact]
    public void KnownSendersPublishUnderTheirNameAndGoOnThereWhenTheyBeginAnewElsewhere()
    {
        using RawRtpBench bench = new(new RawRtpSettings { Streams = [new RawRtpStreamOptions { Name = "hall", Address = IPAddress.Parse("192.0.2.7") }] });
        MadeSender sender = new(Camera, 1);
        bench.Send(sender, 25);
        sender.Address = RawRtpBench.Address("192.0.2.7", 50_000);
        sender.Restart(newSsrc: 99, newSequence: 7);
        bench.Send(sender, 50);
        LiveStream stream = Assert.Single(bench.Streams.All);
        Assert.Equal("hall", stream.Name);
        sender.Look(stream);
        Assert.Equal(Enumerable.Range(0, 75), sender.Received);
        Assert.Single(bench.Sessions.All);
    }

    [Fact]
    public void ADescribedSenderNeedsNoParameterSetsInItsStream()
    {
        string sdp = $"m=video 5004 RTP/AVP 100\na=rtpmap:100 H264/90000\na=fmtp:100 packetization-mode=1;sprop-parameter-sets={Convert.ToBase64String(MadeH264.Sps)},{Convert.ToBase64String(MadeH264.Pps)}\n";
        using RawRtpBench bench = new(new RawRtpSettings { Streams = [new RawRtpStreamOptions { Name = "hall", Ssrc = 5, Sdp = sdp }] });
        MadeSender sender = new(Camera, 5, payloadType: 100);
        bench.Send(sender, 30, packet => (packet[12] & 31) is 7 or 8 ? [] : [packet]);
        bench.Pass(TimeSpan.FromSeconds(1));
        bench.Send(sender, 30);
        LiveStream stream = Assert.Single(bench.Streams.All);
        sender.Look(stream);
        sender.AssertDecodable();
        Assert.True(sender.Received.Count >= 30, $"{sender.Received.Count}");
    }

    [Fact]
    public void WhoPublishesAlreadyIsNotOverridden()
    {
        using RawRtpBench bench = new(new RawRtpSettings { Streams = [new RawRtpStreamOptions { Name = "hall", Ssrc = 1 }] });
        MadeSender first = new(Camera, 1);
        MadeSender second = new(RawRtpBench.Address("192.0.2.8", 1), 1, seed: 9);
        bench.Send(first, 25);
        for (int i = 0; i < 30; i++)
        {
            bench.Send(first, 1);
            bench.Send(second, 1);
        }

        LiveStream stream = Assert.Single(bench.Streams.All);
        first.Look(stream);
        Assert.Equal(Enumerable.Range(0, 55), first.Received);
        Assert.Single(bench.Sessions.All);
        Assert.NotEmpty(bench.Log.With("is refused (Taken: "));
    }

    [Fact]
    public void WhoWasSentAwayIsNotHeardForAWhile()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1);
        bench.Send(sender, 25);
        bench.Sessions.All[0].End(SessionEndReason.Kicked);
        bench.Send(sender, 25);
        Assert.Equal(0, bench.Sessions.Count);
        bench.Pass(RawRtpAdmission.DeafFor);
        bench.Send(sender, 50);
        Assert.Equal(1, bench.Sessions.Count);
    }

    [Fact]
    public void ChangedSettingsEndOnlyWhomTheyConcern()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1);
        MadeSender other = new(RawRtpBench.Address("192.0.2.8", 1), 2);
        bench.Send(sender, 25);
        bench.Send(other, 25);
        Session stays = bench.Sessions.All.Single(session => session.StreamName == "rtp/192.0.2.8-2");
        bench.Receiver.Configure(new RawRtpSettings { Streams = [new RawRtpStreamOptions { Name = "hall", Ssrc = 1 }] });
        bench.Send(sender, 50);
        Assert.NotNull(bench.Streams.Find("hall"));
        Assert.Null(stays.EndReason);
        bench.Receiver.Configure(new RawRtpSettings { MaxSessions = 7, Streams = [new RawRtpStreamOptions { Name = "hall", Ssrc = 1 }] });
        Assert.Equal(2, bench.Sessions.All.Count(session => session.EndReason is null));
    }
}
