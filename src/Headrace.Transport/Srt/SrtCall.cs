using System.Net;
using System.Net.Sockets;
using Headrace.Media.Timing;
using Headrace.Transport.Udp;

namespace Headrace.Transport.Srt;

/// <summary>A call that we make: it becomes a connection, or says why not.</summary>
public sealed class SrtCall : ISrtPolled
{
    private readonly SrtPoller _poller;
    private readonly int _socket;
    private readonly IPEndPoint _remote;
    private readonly TaskCompletionSource<SrtConnection?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SrtCall(SrtPoller poller, int socket, IPEndPoint remote)
    {
        _poller = poller;
        _socket = socket;
        _remote = remote;
    }

    /// <summary>Calls a listener, or the other side of a rendezvous. Throws <see cref="SocketException"/> when an address cannot be used, and <see cref="SrtRefusedException"/> when no connection comes about.</summary>
    /// <param name="poller">Who receives.</param>
    /// <param name="remote">Whom to call.</param>
    /// <param name="options">How; what is not agreed on is the other side's refusal.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<SrtConnection> ConnectAsync(SrtPoller poller, IPEndPoint remote, SrtSocketOptions options, CancellationToken cancellation)
    {
        int socket = SrtSockets.Create(options, remote.AddressFamily);
        SrtConnection? connection = null;
        int rejection = 0;
        try
        {
            if (options.IsRendezvous) SrtSockets.Bind(socket, new IPEndPoint(SourceFor(remote), remote.Port));
            SrtCall call = new(poller, socket, remote);
            if (!poller.TryAdd(socket, call, LibSrt.EventOut)) throw new SrtRefusedException(0, "the socket was closed");
            call.Begin();
            connection = await call._done.Task.WaitAsync(cancellation).ConfigureAwait(false);
            if (connection is null) rejection = LibSrt.RejectReason(socket);
        }
        finally
        {
            if (connection is null)
            {
                poller.Remove(socket);
                LibSrt.Close(socket);
            }
        }

        return connection ?? throw new SrtRefusedException(rejection, SrtSockets.TextOf(rejection));
    }

    /// <inheritdoc/>
    void ISrtPolled.OnReady(int events, MonotonicTime now)
    {
        int state = LibSrt.State(_socket);
        if (state < LibSrt.StateConnected) return;
        _poller.Remove(_socket);
        _done.TrySetResult(state == LibSrt.StateConnected ? new SrtConnection(_poller, _socket, _remote) : null);
    }

    /// <inheritdoc/>
    void ISrtPolled.OnFault() => _done.TrySetResult(null);

    /// <summary>The address that packets to another one leave by: both sides know each other by it, and the port stays free at others.</summary>
    private static IPAddress SourceFor(IPEndPoint remote)
    {
        using Socket probe = new(remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        probe.Connect(remote);
        return ((IPEndPoint)probe.LocalEndPoint!).Address;
    }

    private unsafe void Begin()
    {
        SocketName name;
        int length = name.Write(UdpAddress.Of(_remote), _remote.AddressFamily);
        if (LibSrt.Connect(_socket, &name, length) == LibSrt.Failed) throw SrtError.Last().ToException();
    }
}
