using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Headrace.Transport.Srt;

/// <summary>
/// Holds a listener's port with a plain socket until somebody calls: the library's own receiver looks for datagrams 100 times a second, whether there are any or not. Who calls repeats his
/// handshake each 250 ms, so that the first one, which is read here, is not missed.
/// </summary>
internal sealed class SrtDoorbell : IDisposable
{
    /// <summary>First word of a handshake: a control packet of type 0 (draft-sharabayko-srt-01, 3.2).</summary>
    private const uint Handshake = 0x8000_0000;

    /// <summary>Bytes of the shortest handshake: header and fields without extensions (3.2.1).</summary>
    private const int MinHandshake = 64;

    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _receiving = new();
    private readonly IPEndPoint _any;
    private readonly Action _onCall;

    /// <summary>Binds the port; throws <see cref="SocketException"/> when the address cannot be had.</summary>
    /// <param name="local">Where; IPv6's any-address takes IPv4 too.</param>
    /// <param name="onCall">Told once, when somebody called and the port is free again. On a thread of the pool.</param>
    public SrtDoorbell(IPEndPoint local, Action onCall)
    {
        _onCall = onCall;
        _any = new IPEndPoint(local.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        _socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (local.AddressFamily == AddressFamily.InterNetworkV6) _socket.DualMode = true;
            _socket.Bind(local);
            LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        }
        catch
        {
            Dispose();
            throw;
        }

        _receiving.SetBuffer(new byte[SrtPoller.MaxMessage]);
        _receiving.Completed += (_, _) => ThreadPool.UnsafeQueueUserWorkItem(static bell => bell.Read(), this, preferLocal: false);
    }

    /// <summary>Where it is.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Begins to wait.</summary>
    public void Wait() => Receive();

    /// <summary>Gives the port back. Idempotent.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _receiving.Dispose();
    }

    /// <summary>What came in was read: who else calls, or nobody.</summary>
    private void Read()
    {
        if (IsCall())
        {
            Dispose();
            _onCall();
        }
        else if (_receiving.SocketError != SocketError.OperationAborted)
        {
            Receive();
        }
    }

    private void Receive()
    {
        try
        {
            _receiving.RemoteEndPoint = _any;
            while (!_socket.ReceiveFromAsync(_receiving))
            {
                if (!IsCall()) continue;
                ThreadPool.UnsafeQueueUserWorkItem(static bell => bell.Read(), this, preferLocal: false);
                return;
            }
        }
        catch (ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    private bool IsCall() =>
        _receiving.SocketError == SocketError.Success && _receiving.BytesTransferred >= MinHandshake && BinaryPrimitives.ReadUInt32BigEndian(_receiving.MemoryBuffer.Span) == Handshake;
}
