using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Headrace.Transport.Egress;

namespace Headrace.Transport.Client;

/// <summary>A connection that we opened, over TLS where asked for. One loop reads; whoever has something to say posts it, and it goes out in order.</summary>
public sealed class ClientConnection : IDisposable
{
    /// <summary>Bytes that wait for a peer who does not read; beyond it the connection ends.</summary>
    internal const int MaxPendingBytes = 64 * 1024;

    private readonly Socket _socket;
    private readonly SslStream? _tls;
    private readonly Lock _gate = new();
    private readonly Queue<ReadOnlyMemory<byte>> _pending = new();
    private int _pendingBytes;
    private bool _isSending;
    private TcpEgress? _egress;
    private int _isDisposed;
    private long _bytesReceived;
    private long _bytesSent;

    private ClientConnection(Socket socket, SslStream? tls)
    {
        _socket = socket;
        _tls = tls;
        RemoteEndPoint = Tcp.PeerAddress.Unmap((IPEndPoint)socket.RemoteEndPoint!);
        LocalEndPoint = Tcp.PeerAddress.Unmap((IPEndPoint)socket.LocalEndPoint!);
    }

    /// <summary>The peer's address.</summary>
    public IPEndPoint RemoteEndPoint { get; }

    /// <summary>Our address.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Bytes received.</summary>
    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>Bytes sent.</summary>
    public long BytesSent => Volatile.Read(ref _bytesSent) + (_egress?.BytesSent ?? 0);

    /// <summary>
    /// Connects, by trying every address of a name. Throws <see cref="SocketException"/> when nobody is reached and
    /// <see cref="System.Security.Authentication.AuthenticationException"/> or <see cref="IOException"/> when TLS is not agreed on.
    /// </summary>
    /// <param name="host">Name or address.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="trust">Whom to believe over TLS; null for a connection without it.</param>
    /// <param name="allows">Whether an address that the name stands for may be connected to; null for all. Where none may: <see cref="UnauthorizedAccessException"/>.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public static async Task<ClientConnection> ConnectAsync(string host, int port, ServerTrust? trust, Func<IPAddress, bool>? allows, CancellationToken cancellation)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? tls = null;
        try
        {
            await ReachAsync(socket, host, port, allows, cancellation).ConfigureAwait(false);
            if (trust is not null)
            {
                tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
                SslClientAuthenticationOptions options = new()
                {
                    TargetHost = host, RemoteCertificateValidationCallback = (_, certificate, _, errors) => trust.Accepts(certificate, errors),
                };
                await tls.AuthenticateAsClientAsync(options, cancellation).ConfigureAwait(false);
            }

            return new ClientConnection(socket, tls);
        }
        catch
        {
            if (tls is not null) await tls.DisposeAsync().ConfigureAwait(false);
            socket.Dispose();
            throw;
        }
    }

    private static async Task ReachAsync(Socket socket, string host, int port, Func<IPAddress, bool>? allows, CancellationToken cancellation)
    {
        if (allows is null)
        {
            await socket.ConnectAsync(host, port, cancellation).ConfigureAwait(false);
            return;
        }

        // The addresses that were judged are those that are connected to: the name is not looked up again.
        IPAddress[] allowed = await HostAddresses.FindAsync(host, allows, cancellation).ConfigureAwait(false);
        await socket.ConnectAsync(allowed, port, cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads what is there; 0 at the end of the stream and after a reset or <see cref="Dispose"/>.</summary>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        try
        {
            int read = _tls is null
                ? await _socket.ReceiveAsync(buffer, SocketFlags.None).ConfigureAwait(false)
                : await _tls.ReadAsync(buffer).ConfigureAwait(false);
            Volatile.Write(ref _bytesReceived, _bytesReceived + read);
            return read;
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // Reset by the peer, or closed by us: the end, like any other.
            return 0;
        }
    }

    /// <summary>Hands the writing to an egress, for good, before anything was posted: for who sends a stream. The egress closes the socket behind <see cref="Dispose"/>.</summary>
    /// <param name="pump">Who writes.</param>
    /// <param name="onFault">Told when the egress ends on its own account.</param>
    public TcpEgress CreateEgress(EgressPump pump, Action<EgressFault> onFault)
    {
        Tcp.TcpConnection.LimitUnsent(_socket);
        return _egress = new TcpEgress(pump, _socket, onFault, _tls);
    }

    /// <summary>Sends bytes, which must stay as they are, after all that were posted before. False when the peer takes too little: the connection is then over. Thread-safe.</summary>
    public bool Post(ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            if (_pendingBytes + bytes.Length <= MaxPendingBytes)
            {
                _pending.Enqueue(bytes);
                _pendingBytes += bytes.Length;
                if (_isSending) return true;
                _isSending = true;
                _ = SendAsync();
                return true;
            }
        }

        Dispose();
        return false;
    }

    /// <summary>Ends both directions at once; a pending read returns 0. Thread-safe, idempotent.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        try
        {
            // What was posted and taken by the system still goes out.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was faster.
        }

        if (_egress is not null)
        {
            // The pump may be writing just now.
            _egress.Close();
            return;
        }

        _tls?.Dispose();
        _socket.Dispose();
    }

    private async Task SendAsync()
    {
        try
        {
            while (TryTake(out ReadOnlyMemory<byte> bytes))
            {
                if (_tls is not null) await _tls.WriteAsync(bytes).ConfigureAwait(false);
                else await SendAllAsync(bytes).ConfigureAwait(false);
                Interlocked.Add(ref _bytesSent, bytes.Length);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The reading loop sees the end too.
            Dispose();
        }
    }

    private async Task SendAllAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
    }

    private bool TryTake(out ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            _isSending = _pending.TryDequeue(out bytes);
            if (_isSending) _pendingBytes -= bytes.Length;
            return _isSending;
        }
    }
}
