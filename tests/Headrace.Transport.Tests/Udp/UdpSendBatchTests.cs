using System.Net;
using System.Net.Sockets;
using Headrace.Transport.Udp;

namespace Headrace.Transport.Tests.Udp;

public sealed class UdpSendBatchTests
{
    /// <summary>Sizes of datagrams; a letter before one names its receiver.</summary>
    [Theory]
    [InlineData("one", "a100")]
    [InlineData("a run of one size", "a1200 a1200 a1200 a1200")]
    [InlineData("a run with a shorter end", "a1200 a1200 a700")]
    [InlineData("a shorter end, then another run", "a1200 a1200 a700 a700 a700 a1200")]
    [InlineData("growing", "a100 a200 a300 a400")]
    [InlineData("two receivers in turn", "a1200 b1200 a1200 b1200")]
    [InlineData("two receivers, runs", "a1200 a1200 b1200 b1200 b10 a1200")]
    [InlineData("as many as it takes, above the bytes of a run", "a1400*64")]
    [InlineData("as many as it takes, small", "a100*64")]
    [InlineData("larger than a run may be", "a40000 a40000 a10000")]
    [InlineData("a receiver who takes nothing between others", "a1200 c1200 a1200 b900 c100")]
    public async Task DatagramsArriveAsTheyWereAdded(string name, string sizes)
    {
        foreach (bool usesBatches in (bool[])[true, false])
        {
            using ReceivedDatagrams a = new();
            using ReceivedDatagrams b = new();
            using UdpSocket sender = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0), new UdpSocketOptions { UsesBatches = usesBatches });
            List<(char To, int Size)> wanted = [.. sizes.Split(' ').SelectMany(Parse)];
            byte[] bytes = new byte[wanted.Sum(one => one.Size)];
            new Random(7).NextBytes(bytes);
            UdpSendBatch batch = new();
            List<byte[]> toA = [];
            List<byte[]> toB = [];
            int at = 0;
            foreach ((char to, int size) in wanted)
            {
                byte[] datagram = bytes[at..(at + size)];
                Assert.True(batch.TryAdd(datagram, to - 'a'));
                if (to == 'a') toA.Add(datagram);
                if (to == 'b') toB.Add(datagram);
                at += size;
            }

            Assert.Equal(wanted.Count, batch.Count);
            UdpSendResult result = batch.Send(sender, [a.Address, b.Address]);
            Assert.Equal(new UdpSendResult(toA.Count + toB.Count, toA.Concat(toB).Sum(one => one.Length), 0, SocketError.Success), result);
            await a.WaitForAsync(toA.Count);
            await b.WaitForAsync(toB.Count);
            Assert.True(Same(toA, a.All) && Same(toB, b.All), name);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ADatagramThatCannotBeSentTakesNoOtherWithIt(bool usesBatches)
    {
        using ReceivedDatagrams receiver = new();
        using UdpSocket sender = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0), new UdpSocketOptions { UsesBatches = usesBatches });
        UdpAddress ipv6 = UdpAddress.Of(new IPEndPoint(IPAddress.IPv6Loopback, 9));
        UdpSendBatch batch = new();
        Assert.True(batch.TryAdd(new byte[100], 0));
        Assert.True(batch.TryAdd(new byte[100], 1));
        Assert.True(batch.TryAdd(new byte[UdpSocket.MaxDatagram + 1], 0));
        Assert.True(batch.TryAdd(new byte[200], 0));
        Assert.True(batch.TryAdd(new byte[200], 0));
        UdpSendResult result = batch.Send(sender, [receiver.Address, ipv6]);
        Assert.Equal((3, 500L, 2), (result.Packets, result.Bytes, result.Failed));
        Assert.NotEqual(SocketError.Success, result.Error);
        await receiver.WaitForAsync(3);
        Assert.Equal([100, 200, 200], receiver.All.Select(one => one.Length));
    }

    [Fact]
    public async Task ABatchIsSentToAnyNumberOfReceivers()
    {
        using UdpSocket sender = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0));
        UdpSendBatch batch = new();
        byte[][] datagrams = [.. Enumerable.Range(0, 10).Select(i => Enumerable.Repeat((byte)i, i == 9 ? 50 : 1200).ToArray())];
        foreach (byte[] datagram in datagrams) Assert.True(batch.TryAdd(datagram, 2));
        for (int i = 0; i < 3; i++)
        {
            using ReceivedDatagrams receiver = new();
            Assert.Equal(10, batch.Send(sender, [null, null, receiver.Address]).Packets);
            await receiver.WaitForAsync(10);
            Assert.True(Same([.. datagrams], receiver.All));
        }
    }

    [Theory]
    [InlineData(1, UdpSendBatch.MaxPackets)]
    [InlineData(1412, UdpSendBatch.MaxPackets)]
    [InlineData(40_000, 2)]
    [InlineData(UdpSendBatch.MaxBytes, 1)]
    public void WhatHasNoRoomIsNotTaken(int size, int fits)
    {
        UdpSendBatch batch = new();
        for (int i = 0; i < fits; i++) Assert.True(batch.TryAdd(new byte[size], 0));
        Assert.False(batch.TryAdd(new byte[size], 0));
        Assert.Equal(fits, batch.Count);
        batch.Clear();
        Assert.True(batch.TryAdd(new byte[size], 0));
    }

    private static IEnumerable<(char To, int Size)> Parse(string word)
    {
        string[] parts = word[1..].Split('*');
        return Enumerable.Repeat((word[0], int.Parse(parts[0])), parts.Length > 1 ? int.Parse(parts[1]) : 1);
    }

    private static bool Same(List<byte[]> sent, List<byte[]> got) => sent.Count == got.Count && sent.Zip(got).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
}
