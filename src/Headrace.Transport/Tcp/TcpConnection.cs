using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Headrace.Transport.Egress;

namespace Headrace.Transport.Tcp;

/// <summary>An accepted connection: reading is asynchronous and by its owner's one loop, writing goes through <see cref="Egress"/>.</summary>
public sealed class TcpConnection : IDisposable
{
    /// <summary>Unsent bytes that the kernel may hold before a socket counts as full: what is beyond it is lag that we see.</summary>
    internal const int NotSentLowWater = 64 * 1024;

    private const int IpProtocolTcp = 6;
    private const int TcpNotSentLowAt = 25;

    private readonly Socket _socket;
    private readonly SslStream? _secure;
    private readonly ConnectionTicket _ticket;
    private readonly TaskCompletionSource<EgressFault> _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isDisposed;
    private long _bytesReceived;

    internal TcpConnection(Socket socket, EgressPump pump, ConnectionTicket ticket, SslStream? secure = null)
    {
        _socket = socket;
        _secure = secure;
        _ticket = ticket;
        RemoteEndPoint = PeerAddress.Unmap((IPEndPoint)socket.RemoteEndPoint!);
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        socket.NoDelay = true;
        LimitUnsent(socket);
        Egress = new TcpEgress(pump, socket, OnFault, secure);
    }

    /// <summary>The peer's address.</summary>
    public IPEndPoint RemoteEndPoint { get; }

    /// <summary>Our address.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>The one writer.</summary>
    public TcpEgress Egress { get; }

    /// <summary>True over TLS.</summary>
    public bool IsSecure => _secure is not null;

    /// <summary>Bytes received.</summary>
    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>Completes when the egress ends on its own account; the reading loop then sees the end of the stream.</summary>
    public Task<EgressFault> Fault => _fault.Task;

    /// <summary>Reads what is there; 0 at the end of the stream and after a reset or <see cref="Abort"/>.</summary>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            int read = _secure is null
                ? await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellation).ConfigureAwait(false)
                : await _secure.ReadAsync(buffer, cancellation).ConfigureAwait(false);
            Volatile.Write(ref _bytesReceived, _bytesReceived + read);
            return read;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            // Reset by the peer: the end, like any other.
            return 0;
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    /// <summary>Says that the peer has shown what it came for: it is not sent away for newer ones (<see cref="ConnectionAdmission"/>).</summary>
    public void Establish() => _ticket.Establish();

    /// <summary>Ends both directions at once; a pending read returns 0. Thread-safe, idempotent.</summary>
    public void Abort() => Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        try
        {
            // Ends a pending read and a parked write; the pump, which may be writing just now, closes the socket.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer, or the pump that saw it leave, was faster.
        }

        Egress.Close();
    }

    /// <summary>Lets a socket count as full when <see cref="NotSentLowWater"/> bytes wait in it.</summary>
    internal static void LimitUnsent(Socket socket)
    {
        if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(IpProtocolTcp, TcpNotSentLowAt, BitConverter.GetBytes(NotSentLowWater));
    }

    private void OnFault(EgressFault fault)
    {
        if (_fault.TrySetResult(fault)) Abort();
    }
}
