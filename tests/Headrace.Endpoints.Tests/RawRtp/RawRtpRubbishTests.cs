using System.Buffers.Binary;
using Headrace.Endpoints.RawRtp;
using Headrace.Media.Buffers;
using Headrace.Streaming.Access;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Tests.RawRtp;

public sealed class RawRtpRubbishTests
{
    private static readonly UdpAddress Camera = RawRtpBench.Address("192.0.2.7", 40_000);
    private static readonly UdpAddress Attacker = RawRtpBench.Address("198.51.100.1", 9);

    [Fact]
    public void TenThousandSourcesOfOneAddressHarmNobodyElse()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1);
        int made = 0;
        for (int i = 0; i < 100; i++)
        {
            foreach (byte[] packet in sender.Next()) bench.Rtp(packet, Camera);
            for (int j = 0; j < 100; j++)
            {
                made++;
                bench.Rtp(Packet((uint)(1000 + made), 5), Attacker);
                bench.Rtp(Packet((uint)(1000 + made), 6), Attacker);
            }

            bench.Pass(TimeSpan.FromMilliseconds(40));
            if (bench.Streams.Find("rtp/192.0.2.7-1") is { } stream) sender.Look(stream);
        }

        Assert.Single(bench.Streams.All);
        Assert.Equal(Enumerable.Range(0, 100), sender.Received);
        Assert.Single(bench.Sessions.All);
        Assert.True(bench.Receiver.Refused > 5_000, $"{bench.Receiver.Refused}");
        Assert.InRange(bench.Log.All.Count, 1, 30);
        bench.Pass(TimeSpan.FromSeconds(40));
        Assert.Equal(0, bench.Streams.Memory.Used - bench.Streams.All.Sum(stream => stream.Memory.Used));
    }

    [Fact]
    public void NothingIsAllocatedForWhatDoesNotPassProbation()
    {
        using RawRtpBench bench = new();
        byte[] packet = Packet(0, 0);
        Flood(1_000);
        Assert.Equal(0, Allocations.OfLeast(() => Flood(10_000)));

        void Flood(int count)
        {
            for (int i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), (uint)i);
                bench.Rtp(packet, Attacker);
                bench.Rtp(packet.AsSpan(0, 11), Attacker);
            }
        }
    }

    [Fact]
    public void AKnownSourcesPacketsCostNoAllocation()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1, gop: 1000);
        bench.Send(sender, 100);

        // A duplicate passes all but the depacketizer.
        byte[] packet = sender.Next()[0];
        bench.Rtp(packet, Camera);
        Assert.Equal(0, Allocations.OfLeast(() =>
        {
            for (int i = 0; i < 1_000; i++) bench.Rtp(packet, Camera);
        }));
    }

    [Fact]
    public void WhatNobodyKnowsIsRejectedInWords()
    {
        using RawRtpBench bench = new();
        Random random = new(4);
        for (ushort i = 0; i < 100; i++)
        {
            byte[] packet = Packet(7, i);
            random.NextBytes(packet.AsSpan(12));
            bench.Rtp(packet, Attacker);
            bench.Pass(TimeSpan.FromMilliseconds(20));
        }

        Assert.Single(bench.Log.With("source 7, payload type 96: what it sends is not recognised; describe it with sdp in rtp.streams"));
        Assert.Equal(0, bench.Streams.Count);
    }

    [Fact]
    public void TruncatedAndBrokenDatagramsAreCountedAndSaidOnceASecond()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1);
        bench.Send(sender, 25, packet => [packet, packet[..Math.Min(packet.Length, 11)], [], [0xFF, 1, 2, 3], packet[..1]]);
        sender.Look(Assert.Single(bench.Streams.All));
        Assert.Equal(Enumerable.Range(0, 25), sender.Received);
        Assert.True(bench.Receiver.Unreadable > 100);
        Assert.InRange(bench.Log.With("datagrams on the port for RTP could not be read").Count, 1, 3);
    }

    [Fact]
    public void MoreSessionsThanAllowedAreRefusedWithAnEvent()
    {
        using RawRtpBench bench = new(new RawRtpSettings { MaxSessions = 2 });
        MadeSender[] senders = [.. Enumerable.Range(1, 4).Select(i => new MadeSender(RawRtpBench.Address($"192.0.2.{i}", 1), (uint)i, seed: i))];
        for (int i = 0; i < 30; i++)
        {
            foreach (MadeSender sender in senders) bench.Send(sender, 1);
        }

        Assert.Equal(2, bench.Sessions.Count);
        Assert.Contains(bench.Streams.Limits.Counts, limit => limit.Key == "rtp.maxSessions" && limit.Value >= 2);
        Assert.NotEmpty(bench.Log.With("rtp.maxSessions"));
    }

    [Fact]
    public void WhoMayNotPublishIsRefusedUntilTheRulesAllowIt()
    {
        AccessRules closed = new([]);
        using RawRtpBench bench = new(rules: closed);
        MadeSender sender = new(Camera, 1);
        bench.Send(sender, 50);
        Assert.Equal(0, bench.Streams.Count);
        Assert.Single(bench.Log.With("may not publish by the rules of auth.users"));
        bench.Access.Rules = AccessRules.Open;
        bench.Send(sender, 200);
        Assert.Equal(1, bench.Streams.Count);
        bench.Access.Rules = closed;
        bench.Sessions.EndUnallowed(closed);
        Assert.Equal(SessionEndReason.AccessRevoked, Assert.Single(bench.Sessions.All).EndReason);
        bench.Send(sender, 5);
        Assert.Equal(0, bench.Sessions.Count);
    }

    [Fact]
    public void ABurstOfNewSourcesOfOneHostAllBegin()
    {
        using RawRtpBench bench = new();
        MadeSender[] senders = [.. Enumerable.Range(1, 60).Select(i => new MadeSender(RawRtpBench.Address("192.0.2.1", 1000 + i), (uint)i, seed: i, gop: 5))];
        for (int i = 0; i < 60; i++)
        {
            byte[][][] pictures = [.. senders.Select(sender => sender.Next().ToArray())];
            for (int packet = 0; packet < pictures.Max(picture => picture.Length); packet++)
            {
                for (int s = 0; s < senders.Length; s++)
                {
                    if (packet < pictures[s].Length) bench.Rtp(pictures[s][packet], senders[s].Address);
                }
            }

            bench.Pass(TimeSpan.FromMilliseconds(40));
        }

        Assert.Equal(60, bench.Sessions.Count);
    }

    [Fact]
    public void NoBytesMakeItThrow()
    {
        using RawRtpBench bench = new();
        MadeSender sender = new(Camera, 1);
        List<byte[]> corpus = [.. sender.Next(), .. sender.Next(), MadeSender.Report(1, "a name"), MadeSender.Goodbye(1), [.. Enumerable.Repeat((byte)0x47, 188)]];
        bench.Send(sender, 25);
        Fuzz.Run(corpus, bytes =>
        {
            bench.Rtp(bytes, Camera);
            bench.Rtcp(bytes, Camera);
        });
        bench.Pass(TimeSpan.FromSeconds(1));
    }

    private static byte[] Packet(uint ssrc, ushort sequence)
    {
        byte[] packet = new byte[12 + 100];
        packet[0] = 0x80;
        packet[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)sequence * 1234);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        packet.AsSpan(12).Fill(0xFF);
        return packet;
    }
}
