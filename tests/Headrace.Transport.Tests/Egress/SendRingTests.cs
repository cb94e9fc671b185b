using System.Net;
using System.Net.Sockets;
using Headrace.Media.Buffers;
using Headrace.TestKit;
using Headrace.Transport.Egress;

namespace Headrace.Transport.Tests.Egress;

public sealed class SendRingTests : IDisposable
{
    private const int Entries = 8;

    private readonly MediaBufferPool _pool = new();
    private readonly List<(Socket Server, Socket Client)> _pairs = [];
    private readonly List<MediaBuffer> _buffers = [];
    private readonly SendRing? _ring = SendRing.TryCreate(Entries);

    public SendRingTests()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(Entries);
        for (int i = 0; i < Entries; i++)
        {
            Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(listener.LocalEndPoint!);
            Socket server = listener.Accept();
            server.Blocking = false;
            _pairs.Add((server, client));
        }
    }

    public void Dispose()
    {
        foreach ((Socket server, Socket client) in _pairs)
        {
            server.Dispose();
            client.Dispose();
        }

        foreach (MediaBuffer buffer in _buffers) buffer.Release();
        _ring?.Dispose();
    }

    [Fact]
    public void EachSocketGetsItsOwnBytesRoundAfterRound()
    {
        SendRing ring = Ring();
        int[] sent = new int[Entries];
        for (int round = 0; round < 100; round++)
        {
            int count = 1 + round % Entries;
            PreparedSend[] prepared = [.. Enumerable.Range(0, count).Select(i => Prepare(i, 100 + i, (byte)(round + i)))];
            Assert.True(ring.Send(prepared, sent));
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(100 + i, sent[i]);
                Assert.Equal(Enumerable.Repeat((byte)(round + i), 100 + i), Receive(i, 100 + i));
            }
        }
    }

    [Fact]
    public void SocketThatIsFullTakesNothingAndHoldsUpNobody()
    {
        SendRing ring = Ring();
        byte[] much = new byte[1 << 20];
        while (_pairs[1].Server.Send(much, SocketFlags.None, out SocketError error) > 0 && error == SocketError.Success)
        {
        }

        int[] sent = new int[Entries];
        Assert.True(ring.Send([Prepare(0, 10, 1), Prepare(1, 10, 2), Prepare(2, 10, 3)], sent));
        Assert.Equal(10, sent[0]);
        Assert.True(sent[1] <= 0);
        Assert.Equal(10, sent[2]);
    }

    [Fact]
    public void SocketThatIsClosedHereOrThereTakesNothingAndHoldsUpNobody()
    {
        SendRing ring = Ring();
        _pairs[0].Server.Dispose();
        _pairs[1].Client.LingerState = new LingerOption(true, 0);
        _pairs[1].Client.Dispose();
        int[] sent = new int[Entries];
        Array.Fill(sent, 77);
        Assert.True(ring.Send([Prepare(0, 10, 1), Prepare(1, 10, 2), Prepare(2, 10, 3)], sent));
        Assert.Equal(0, sent[0]);
        Assert.True(sent[1] <= 0);
        Assert.Equal(10, sent[2]);
    }

    [Fact]
    public void SocketIsNotHeldOpenBeyondTheCall()
    {
        SendRing ring = Ring();
        Assert.True(ring.Send([Prepare(0, 10, 1)], new int[Entries]));
        SafeSocketHandle handle = _pairs[0].Server.SafeHandle;
        _pairs[0].Server.Shutdown(SocketShutdown.Both);
        _pairs[0].Server.Dispose();
        Assert.True(handle.IsClosed);
        Assert.Equal(10, Receive(0, 10).Length);
        Assert.Equal(0, _pairs[0].Client.Receive(new byte[1]));
    }

    private SendRing Ring()
    {
        if (_ring is null) Assert.Skip("io_uring is not to be had here.");
        return _ring;
    }

    private PreparedSend Prepare(int socket, int length, byte value)
    {
        MediaBuffer buffer = _pool.Create(length, value, static (bytes, value) => bytes.Fill(value));
        _buffers.Add(buffer);
        return new PreparedSend(null!, _pairs[socket].Server.SafeHandle, buffer.Memory);
    }

    private byte[] Receive(int socket, int count)
    {
        byte[] bytes = new byte[count];
        for (int got = 0; got < count;) got += _pairs[socket].Client.Receive(bytes.AsSpan(got));
        return bytes;
    }
}
