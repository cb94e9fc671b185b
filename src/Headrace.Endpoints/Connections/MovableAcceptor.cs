using System.Net;
using System.Net.Sockets;
using Headrace.Transport.Tcp;

namespace Headrace.Endpoints.Connections;

/// <summary>
/// Where a protocol accepts TCP connections. It can move to another address, stop and begin again, while the connections that it accepted stay. Moved by one caller at a time; what it says can be
/// read at any time.
/// </summary>
/// <param name="start">Begins to accept at an address.</param>
internal sealed class MovableAcceptor(Func<IPEndPoint, TcpAcceptor> start) : IAsyncDisposable
{
    private volatile TcpAcceptor? _acceptor;
    private long _failuresBefore;

    /// <summary>The address listened on; null while there is none.</summary>
    public IPEndPoint? LocalEndPoint => _acceptor?.LocalEndPoint;

    /// <summary>How often a connection could not be taken because the system had no descriptor or memory for it.</summary>
    public long Failures => Interlocked.Read(ref _failuresBefore) + (_acceptor?.Failures ?? 0);

    /// <summary>Begins to accept. Throws <see cref="SocketException"/> when the address cannot be had.</summary>
    public void Start(IPEndPoint address) => _acceptor = start(address);

    /// <summary>Accepts at another address, or nowhere. Throws <see cref="SocketException"/> when that cannot be had: the address before holds then.</summary>
    public async Task MoveAsync(IPEndPoint? address)
    {
        if (_acceptor is not { } before)
        {
            if (address is not null) Start(address);
            return;
        }

        TcpAcceptor? next = null;
        try
        {
            if (address is not null) next = start(address);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && address!.Port == before.LocalEndPoint.Port)
        {
            // One of the two contains the other, as the address of all interfaces does: it has to be given up first.
            IPEndPoint old = before.LocalEndPoint;
            await before.DisposeAsync().ConfigureAwait(false);
            next = StartOr(address, old);
            if (next.LocalEndPoint.Equals(old))
            {
                Replace(before, next);
                throw;
            }
        }

        await before.DisposeAsync().ConfigureAwait(false);
        Replace(before, next);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _acceptor?.DisposeAsync() ?? ValueTask.CompletedTask;

    private TcpAcceptor StartOr(IPEndPoint address, IPEndPoint old)
    {
        try
        {
            return start(address);
        }
        catch (SocketException)
        {
            return start(old);
        }
    }

    private void Replace(TcpAcceptor before, TcpAcceptor? next)
    {
        Interlocked.Add(ref _failuresBefore, before.Failures);
        _acceptor = next;
    }
}
