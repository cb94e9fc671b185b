using System.Net;
using System.Net.Sockets;
using Headrace.Media.Buffers;
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
    [InlineData("larger than a run may be", "a40000 a40000 a40000")]
    public async Task DatagramsArriveAsTheyWereAdded(string name, string sizes)
    {
        foreach (bool usesBatches in (bool[])[true, false])
        {
            using ReceivedDatagrams a = new();
            using ReceivedDatagrams b = new();
            using UdpSocket sender = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0), new UdpSocketOptions { UsesBatches = usesBatches });
            List<(bool IsA, int Size)> wanted = [.. sizes.Split(' ').SelectMany(Parse)];
            MediaBufferPool pool = new();
            byte[] bytes = new byte[wanted.Sum(one => one.Size)];
            new Random(7).NextBytes(bytes);
            MediaBuffer buffer = pool.Copy(bytes);
            UdpSendBatch batch = new();
            List<byte[]> toA = [];
            List<byte[]> toB = [];
            int at = 0;
            foreach ((bool isA, int size) in wanted)
            {
                Assert.False(batch.IsFull);
                batch.Add(buffer, at, size, (isA ? a : b).Address);
                (isA ? toA : toB).Add(bytes[at..(at + size)]);
                at += size;
            }

            UdpSendResult result = batch.Send(sender);
            buffer.Release();
            Assert.Equal(new UdpSendResult(wanted.Count, bytes.Length, 0, SocketError.Success), result);
            Assert.Equal(0, batch.Count);
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
        MediaBufferPool pool = new();
        MediaBuffer buffer = pool.Copy(new byte[70_000]);
        UdpAddress ipv6 = UdpAddress.Of(new IPEndPoint(IPAddress.IPv6Loopback, 9));
        UdpSendBatch batch = new();
        batch.Add(buffer, 0, 100, receiver.Address);
        batch.Add(buffer, 0, 100, ipv6);
        batch.Add(buffer, 0, 70_000, receiver.Address);
        batch.Add(buffer, 0, 200, receiver.Address);
        batch.Add(buffer, 0, 200, receiver.Address);
        UdpSendResult result = batch.Send(sender);
        buffer.Release();
        Assert.Equal((3, 500L, 2), (result.Packets, result.Bytes, result.Failed));
        Assert.NotEqual(SocketError.Success, result.Error);
        await receiver.WaitForAsync(3);
        Assert.Equal([100, 200, 200], receiver.All.Select(one => one.Length));
    }

    private static IEnumerable<(bool IsA, int Size)> Parse(string word)
    {
        string[] parts = word[1..].Split('*');
        return Enumerable.Repeat((word[0] == 'a', int.Parse(parts[0])), parts.Length > 1 ? int.Parse(parts[1]) : 1);
    }

    private static bool Same(List<byte[]> sent, List<byte[]> got) => sent.Count == got.Count && sent.Zip(got).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
}
