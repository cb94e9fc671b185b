using System.Net.Sockets;
using Headrace.Transport.Egress;

namespace Headrace.Transport.Tcp;

/// <summary>
/// A connection whose request another server has parsed, and whose socket is written by a pump from then on. Its former owner goes on reading, and writes nothing any more. The pump
/// closes the socket when the connection is <see cref="Abort"/>ed; its owner may close it, too.
/// </summary>
public sealed class TakenConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly TaskCompletionSource<EgressFault> _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isDisposed;

    /// <summary>Takes a connected socket over.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="pump">Who writes.</param>
    public TakenConnection(Socket socket, EgressPump pump)
    {
        _socket = socket;
        socket.NoDelay = true;
        TcpConnection.LimitUnsent(socket);
        Egress = new TcpEgress(pump, socket, OnFault);
    }

    /// <summary>The one writer.</summary>
    public TcpEgress Egress { get; }

    /// <summary>Completes when the egress ends on its own account.</summary>
    public Task<EgressFault> Fault => _fault.Task;

    /// <summary>Ends both directions at once. Thread-safe, idempotent.</summary>
    public void Abort() => Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        try
        {
            // Ends a parked write; the pump, which may be writing just now, closes the socket.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer, or the owner, was faster.
        }

        Egress.Close();
    }

    private void OnFault(EgressFault fault) => _fault.TrySetResult(fault);
}
