using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Headrace.Transport.Egress;
using Headrace.Transport.Tls;

namespace Headrace.Transport.Tcp;

/// <summary>Listens on one TCP address and gives each accepted connection to a handler, within <see cref="ConnectionLimits"/>.</summary>
public sealed class TcpAcceptor : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly EgressPumps _pumps;
    private readonly ConnectionAdmission _admission;
    private readonly Func<TcpConnection, Task> _handle;
    private readonly TlsServer? _tls;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private int _isDisposed;
    private long _failures;

    private TcpAcceptor(Socket listener, EgressPumps pumps, ConnectionAdmission admission, Func<TcpConnection, Task> handle, TlsServer? tls)
    {
        _tls = tls;
        _listener = listener;
        _pumps = pumps;
        _admission = admission;
        _handle = handle;
        _loop = AcceptAsync();
    }

    /// <summary>The address listened on, with the port that the system chose where 0 was asked for.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>How often a connection that waited could not be taken because the system had no descriptor or memory for it.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Begins to listen. Throws <see cref="SocketException"/> when the address cannot be had.</summary>
    /// <param name="endPoint">Where to listen; an IPv6 any-address takes IPv4 too.</param>
    /// <param name="pumps">Who writes.</param>
    /// <param name="admission">Who may come in.</param>
    /// <param name="handle">Owns each connection until its task ends; the connection is disposed after that.</param>
    /// <param name="tls">Does the handshakes; null without TLS.</param>
    public static TcpAcceptor Start(IPEndPoint endPoint, EgressPumps pumps, ConnectionAdmission admission, Func<TcpConnection, Task> handle, TlsServer? tls = null) =>
        new(ListenSocket.Open(endPoint), pumps, admission, handle, tls);

    /// <summary>Stops accepting; connections that exist are their handlers' concern. Idempotent.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException e) when (!_stop.IsCancellationRequested)
            {
                // The peer left before it was accepted, or descriptors ran out: the latter passes when a connection ends.
                if (e.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable) Interlocked.Increment(ref _failures);
                await Task.Delay(10).ConfigureAwait(false);
                continue;
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                // It was closed while it waited: what the system says to that depends on the moment.
                return;
            }

            Admit(socket);
        }
    }

    private void Admit(Socket socket)
    {
        ConnectionTicket? ticket = null;
        try
        {
            ticket = _admission.TryEnter(((IPEndPoint)socket.RemoteEndPoint!).Address, () => ShutDown(socket));
        }
        catch (SocketException)
        {
            // Gone already: nothing to hand over.
        }

        if (ticket is null) socket.Dispose();
        else _ = RunAsync(socket, ticket);
    }

    private async Task RunAsync(Socket socket, ConnectionTicket ticket)
    {
        await Task.Yield();
        using (ticket)
        {
            using TcpConnection? connection = await OpenAsync(socket, ticket).ConfigureAwait(false);
            if (connection is null) socket.Dispose();
            else await _handle(connection).ConfigureAwait(false);
        }
    }

    private async Task<TcpConnection?> OpenAsync(Socket socket, ConnectionTicket ticket)
    {
        SslStream? secure = null;
        if (_tls is not null && (secure = await _tls.AcceptAsync(socket).ConfigureAwait(false)) is null) return null;
        try
        {
            return new TcpConnection(socket, _pumps.Next(), ticket, secure);
        }
        catch (SocketException)
        {
            // It left while it was looked at.
            return null;
        }
    }

    /// <summary>Ends both directions: whoever reads sees the end, and closes it.</summary>
    private static void ShutDown(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was faster.
        }
    }
}
