using System.Net;
using System.Net.Sockets;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.TestKit;
using Headrace.Transport.Udp;

namespace Headrace.Transport.Tests.Udp;

public sealed class UdpSocketTests
{
    private static readonly UdpSocketOptions OneByOne = new() { UsesBatches = false };

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task SingleDatagramsArriveWithTheirSender(bool sendsBatches, bool receivesBatches)
    {
        using ReceivedDatagrams receiver = new(usesBatches: receivesBatches);
        using UdpSocket sender = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0), sendsBatches ? null : OneByOne);
        byte[][] sent = [[1, 2, 3], [], new byte[1400], new byte[UdpSocket.MaxDatagram], [9]];
        foreach (byte[] one in sent) Assert.Equal(SocketError.Success, sender.Send(one, receiver.Address));
        await receiver.WaitForAsync(sent.Length);
        Assert.Equal(sent, receiver.All);
        Assert.All(receiver.Senders, from => Assert.Equal(UdpAddress.Of(sender.LocalEndPoint), from));
    }

    [Fact]
    public async Task SocketOfBothFamiliesSendsToAndHearsIPv4()
    {
        using ReceivedDatagrams both = new(IPAddress.IPv6Any);
        using ReceivedDatagrams plain = new();
        Assert.Equal(SocketError.Success, both.Socket.Send([1], plain.Address));
        await plain.WaitForAsync(1);
        Assert.Equal(both.Address, plain.Senders[0]);
        Assert.Equal(SocketError.Success, plain.Socket.Send([2], plain.Senders[0]));
        await both.WaitForAsync(1);
        Assert.Equal(plain.Address, both.Senders[0]);
        Assert.True(both.Senders[0].IsIPv4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ErrorsOfSendingAreValues(bool usesBatches)
    {
        using UdpSocket sender = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0), new UdpSocketOptions { UsesBatches = usesBatches });
        UdpAddress somebody = UdpAddress.Of(new IPEndPoint(IPAddress.Loopback, 9));
        Assert.Equal(SocketError.MessageSize, sender.Send(new byte[70_000], somebody));
        Assert.Equal(SocketError.AddressFamilyNotSupported, sender.Send([1], UdpAddress.Of(new IPEndPoint(IPAddress.IPv6Loopback, 9))));
        sender.Dispose();
        Assert.Equal(SocketError.OperationAborted, sender.Send([1], somebody));
    }

    [Fact]
    public async Task ClosedPortOfAConnectedPeerIsAnErrorThatReceivingGoesOnAfter()
    {
        using ReceivedDatagrams receiver = new();
        int port = FreePorts.Next();
        receiver.Socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        UdpAddress peer = UdpAddress.Of(new IPEndPoint(IPAddress.Loopback, port));
        receiver.Socket.Send([1], peer);
        await Eventually.True(() => receiver.Errors.Contains(SocketError.ConnectionRefused), "the refusal is told");
        using UdpSocket late = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, port));
        Assert.Equal(SocketError.Success, late.Send([7], receiver.Address));
        await receiver.WaitForAsync(1);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task DisposingEndsTheLoop(bool hasThread, bool usesBatches)
    {
        using ReceivedDatagrams receiver = new(usesBatches: usesBatches, hasThread: hasThread);
        using UdpSocket sender = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0));
        for (byte i = 0; i < 100; i++) Assert.Equal(SocketError.Success, sender.Send([i], receiver.Address));
        await receiver.WaitForAsync(100);
        Assert.Equal(Enumerable.Range(0, 100), receiver.All.Select(one => (int)one[0]));
        receiver.Dispose();
        await receiver.Loop.WaitAsync(Eventually.DefaultDeadline);
    }

    [Fact]
    public async Task GroupIsJoinedAndLeft()
    {
        IPAddress group = IPAddress.Parse("239.77.1.9");
        int port = FreePorts.Next();
        using UdpSocket sender = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0));
        sender.SendMulticastBy(IPAddress.Loopback, 0);
        UdpSocketOptions shared = new() { IsShared = true };
        using UdpSocket first = UdpSocket.Open(new IPEndPoint(group, port), shared);
        using UdpSocket second = UdpSocket.Open(new IPEndPoint(group, port), shared);
        Collector firstGot = new();
        Collector secondGot = new();
        Task loops = Task.WhenAll(first.ReceiveAsync(firstGot, TimeProvider.System), second.ReceiveAsync(secondGot, TimeProvider.System));
        first.Join(group, IPAddress.Loopback);
        second.Join(group, IPAddress.Loopback);
        UdpAddress to = UdpAddress.Of(new IPEndPoint(group, port));
        Assert.Equal(SocketError.Success, sender.Send([1], to));
        await Eventually.True(() => firstGot.Bytes == 1 && secondGot.Bytes == 1, "both hear the group");
        first.Leave(group, IPAddress.Loopback);
        second.Leave(group, IPAddress.Loopback);
        Assert.Throws<SocketException>(() => second.Leave(group, IPAddress.Loopback));
        first.Dispose();
        second.Dispose();
        await loops.WaitAsync(Eventually.DefaultDeadline);
    }

    [Fact]
    public void ReceivingAndSendingAllocateNothing()
    {
        using UdpSocket receiver = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0));
        using UdpSocket sender = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0));
        UdpAddress to = UdpAddress.Of(receiver.LocalEndPoint);
        byte[] datagram = new byte[1200];
        UdpSendBatch batch = new();
        UdpReceiveBatch receiving = new();
        Collector got = new();
        Pass();

        int passes = 1;
        Assert.Equal(0, Allocations.OfLeast(() =>
        {
            for (int i = 0; i < 50; i++, passes++) Pass();
        }));
        Assert.Equal(passes * (20 * 1200 + 3), got.Bytes);

        void Pass()
        {
            batch.Clear();
            for (int i = 0; i < 20; i++) batch.TryAdd(datagram, 0);
            batch.Send(sender, [to]);
            sender.Send([1, 2, 3], to);
            while (receiving.Receive(receiver.Handle, got, TimeProvider.System))
            {
            }
        }
    }

    [Fact]
    public void BuffersAreAsLargeAsTheSystemLetsThem()
    {
        using UdpSocket socket = UdpSocket.Open(new IPEndPoint(IPAddress.Loopback, 0), new UdpSocketOptions { ReceiveBuffer = 100_000, SendBuffer = 50_000 });
        Assert.InRange(socket.ReceiveBufferBytes, 100_000, 400_000);
        Assert.InRange(socket.SendBufferBytes, 50_000, 200_000);
    }

    private sealed class Collector : IUdpHandler
    {
        private long _bytes;

        public long Bytes => Volatile.Read(ref _bytes);

        public void OnDatagram(ReadOnlySpan<byte> bytes, in UdpAddress from, MonotonicTime now) => Interlocked.Add(ref _bytes, bytes.Length);
    }
}
