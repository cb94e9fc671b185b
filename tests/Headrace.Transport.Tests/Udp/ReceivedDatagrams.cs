using System.Net;
using System.Net.Sockets;
using Headrace.Media.Timing;
using Headrace.TestKit;
using Headrace.Transport.Udp;

namespace Headrace.Transport.Tests.Udp;

/// <summary>A receiver on a port of the system's choice that keeps what comes.</summary>
internal sealed class ReceivedDatagrams : IUdpHandler, IDisposable
{
    private readonly List<(byte[] Bytes, UdpAddress From)> _datagrams = [];
    private readonly List<SocketError> _errors = [];

    public ReceivedDatagrams(IPAddress? local = null, bool usesBatches = true, bool hasThread = false)
    {
        Socket = UdpSocket.Open(new IPEndPoint(local ?? IPAddress.Loopback, 0), new UdpSocketOptions { UsesBatches = usesBatches });
        Loop = hasThread ? Task.Factory.StartNew(() => Socket.Receive(this, TimeProvider.System), TaskCreationOptions.LongRunning) : Socket.ReceiveAsync(this, TimeProvider.System);
    }

    public UdpSocket Socket { get; }

    public Task Loop { get; }

    public UdpAddress Address => UdpAddress.Of(new IPEndPoint(IPAddress.Loopback, Socket.LocalEndPoint.Port));

    public List<byte[]> All
    {
        get
        {
            lock (_datagrams) return [.. _datagrams.Select(one => one.Bytes)];
        }
    }

    public List<UdpAddress> Senders
    {
        get
        {
            lock (_datagrams) return [.. _datagrams.Select(one => one.From)];
        }
    }

    public List<SocketError> Errors
    {
        get
        {
            lock (_errors) return [.. _errors];
        }
    }

    public Task WaitForAsync(int count) => Eventually.True(() => All.Count >= count, $"{count} datagrams come");

    public void OnDatagram(ReadOnlySpan<byte> bytes, in UdpAddress from, MonotonicTime now)
    {
        lock (_datagrams) _datagrams.Add((bytes.ToArray(), from));
    }

    public void OnError(SocketError error)
    {
        lock (_errors) _errors.Add(error);
    }

    public void Dispose() => Socket.Dispose();
}
