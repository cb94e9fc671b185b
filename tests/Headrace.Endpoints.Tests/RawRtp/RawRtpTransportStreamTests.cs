using System.Buffers.Binary;
using System.Net;
using Headrace.Endpoints.RawRtp;
using Headrace.Endpoints.Tests.MpegTs;
using Headrace.Media.Tracks;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Tests.RawRtp;

public sealed class RawRtpTransportStreamTests
{
    private const int DatagramBytes = 7 * 188;

    private static readonly UdpAddress Encoder = RawRtpBench.Address("192.0.2.7", 40_000);

    private ushort _sequence = 65_000;

    [Fact]
    public void DatagramsOfATransportStreamAreAStreamByAddressAndPort()
    {
        using RawRtpBench bench = new();
        Send(bench, new MadeTransportStream(), 60);
        LiveStream stream = Assert.Single(bench.Streams.All);
        Assert.Equal("rtp/192.0.2.7-40000", stream.Name);
        Assert.Equal([MediaKind.Video, MediaKind.Audio], stream.Tracks.Select(track => track.Kind).Order());
        Session session = Assert.Single(bench.Sessions.All);
        Assert.Equal("mpegts", session.Protocol);
        Assert.Equal(0, stream.Snapshot().PacketsLost);
        Assert.Equal(StreamState.Active, stream.Snapshot().State);
    }

    [Theory]
    [InlineData(33)]
    [InlineData(100)]
    public void WithinRtpItIsPutInOrderFirst(byte payloadType)
    {
        using RawRtpBench bench = new();
        byte[]? held = null;
        int number = 0;
        Send(bench, new MadeTransportStream(), 100, (payload, now) =>
        {
            byte[] packet = Packet(payload, payloadType);
            if (number++ % 5 == 4)
            {
                held = packet;
                return;
            }

            bench.Rtp(packet, Encoder);
            if (held is not null) bench.Rtp(held, Encoder);
            held = null;
        });
        bench.Pass(TimeSpan.FromMilliseconds(300));
        LiveStream stream = Assert.Single(bench.Streams.All);
        Assert.Equal("rtp/192.0.2.7-9", stream.Name);
        Assert.Equal("rtp", Assert.Single(bench.Sessions.All).Protocol);
        Assert.Equal(2, stream.Tracks.Length);
        Assert.Equal(0, stream.Snapshot().PacketsLost);
        Assert.Equal(0, stream.Snapshot().Tracks.Sum(track => track.Damaged + track.Dropped));
    }

    [Fact]
    public void AKnownSenderGoesOnFromAnotherPort()
    {
        using RawRtpBench bench = new(new RawRtpSettings { Streams = [new RawRtpStreamOptions { Name = "hall", Address = IPAddress.Parse("192.0.2.7") }] });
        MadeTransportStream made = new();
        Send(bench, made, 50);
        Send(bench, made, 50, (payload, _) => bench.Rtp(payload, Encoder.WithPort(50_000)));
        LiveStream stream = Assert.Single(bench.Streams.All);
        Assert.Equal("hall", stream.Name);
        Assert.Single(bench.Sessions.All);
        Assert.Equal(StreamState.Active, stream.Snapshot().State);
    }

    [Fact]
    public void WhatHasNoProgramIsRefusedInWords()
    {
        using RawRtpBench bench = new();
        byte[] empty = new byte[DatagramBytes];
        for (int i = 0; i < 7; i++) (empty[i * 188], empty[i * 188 + 1], empty[i * 188 + 2], empty[i * 188 + 3]) = (0x47, 0x1F, 0xFF, 0x10);
        for (int i = 0; i < 600; i++)
        {
            bench.Rtp(empty, Encoder);
            bench.Pass(TimeSpan.FromMilliseconds(20));
        }

        Assert.Single(bench.Log.With("is taken no more: it names no program with media"));
        Assert.Equal(0, bench.Sessions.Count);
        Assert.Equal(0, bench.Streams.Count);
    }

    [Fact]
    public void SilenceAndKickEndItAsAnyOther()
    {
        using RawRtpBench bench = new();
        MadeTransportStream made = new();
        Send(bench, made, 30);
        Session session = Assert.Single(bench.Sessions.All);
        session.End(SessionEndReason.Kicked);
        Send(bench, made, 30);
        Assert.Equal(0, bench.Sessions.Count);
        bench.Pass(RawRtpAdmission.DeafFor);
        Send(bench, made, 30);
        session = Assert.Single(bench.Sessions.All);
        bench.Pass(TimeSpan.FromSeconds(12));
        Assert.Equal(SessionEndReason.TimedOut, session.EndReason);
    }

    private static void Send(RawRtpBench bench, MadeTransportStream made, int frames, Action<byte[], int>? send = null)
    {
        for (int i = 0; i < frames; i++)
        {
            byte[] bytes = made.Next();
            for (int at = 0; at < bytes.Length; at += DatagramBytes)
            {
                byte[] datagram = bytes[at..Math.Min(at + DatagramBytes, bytes.Length)];
                if (send is null) bench.Rtp(datagram, Encoder);
                else send(datagram, i);
            }

            bench.Pass(TimeSpan.FromMilliseconds(40));
        }
    }

    private byte[] Packet(byte[] payload, byte payloadType)
    {
        byte[] packet = new byte[12 + payload.Length];
        packet[0] = 0x80;
        packet[1] = payloadType;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), _sequence++);
        packet[11] = 9;
        payload.CopyTo(packet, 12);
        return packet;
    }
}
