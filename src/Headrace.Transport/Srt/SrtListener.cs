using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Headrace.Media.Timing;
using Headrace.Transport.Udp;

namespace Headrace.Transport.Srt;

/// <summary>Listens for callers on a UDP port; its gate decides who comes in.</summary>
public sealed unsafe class SrtListener : ISrtPolled, IDisposable
{
    private const int Backlog = 1024;
    private const int InternalFault = 1500;

    /// <summary>How long callers are not looked at behind a try that failed: each of them calls four times a second.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly SrtPoller _poller;
    private readonly SrtSocketOptions _options;
    private readonly ISrtGate _gate;
    private readonly Lock _opening = new();
    private readonly SrtDoorbell _doorbell;
    private int _socket = LibSrt.Failed;
    private bool _isDisposed;
    private MonotonicTime _nextTry;
    private TimeSpan _pause = FirstPause;

    private SrtListener(SrtPoller poller, IPEndPoint local, SrtSocketOptions options, ISrtGate gate)
    {
        _poller = poller;
        _options = options;
        _gate = gate;
        _doorbell = new SrtDoorbell(local, TryOpen);
        LocalEndPoint = _doorbell.LocalEndPoint;
    }

    /// <summary>Where it listens, with the port that the system chose where 0 was asked for.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Begins to listen. Throws <see cref="SocketException"/> when the address cannot be had.</summary>
    /// <param name="poller">Who receives.</param>
    /// <param name="local">Where; IPv6's any-address takes IPv4 too, and is IPv4's where the machine has no IPv6.</param>
    /// <param name="options">How its connections are set up.</param>
    /// <param name="gate">Who comes in.</param>
    public static SrtListener Start(SrtPoller poller, IPEndPoint local, SrtSocketOptions options, ISrtGate gate)
    {
        if (local.Address.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6) local = new IPEndPoint(IPAddress.Any, local.Port);
        SrtListener listener = new(poller, local, options, gate);
        listener._doorbell.Wait();
        return listener;
    }

    /// <summary>Takes no more callers; connections are their owners' concern. Idempotent.</summary>
    /// <remarks>The handle that the library calls back with stays: a handshake may be under way on its thread.</remarks>
    public void Dispose()
    {
        lock (_opening)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _doorbell.Dispose();
            if (_socket == LibSrt.Failed) return;
            _poller.Remove(_socket);
            LibSrt.Close(_socket);
        }
    }

    /// <summary>Somebody calls: the library listens from now on, and true. Where it cannot, the next call but a pause tries again.</summary>
    private bool TryOpen()
    {
        lock (_opening)
        {
            if (_isDisposed) return true;
            MonotonicTime now = _poller.Now;
            if (now < _nextTry) return false;
            try
            {
                Listen();
            }
            catch (Exception e)
            {
                _nextTry = now + _pause;
                _poller.Report(new IOException($"SRT's callers on {LocalEndPoint} are not answered: libsrt does not listen ({e.Message}). Who calls in {_pause.TotalSeconds:0} s or later makes it try again", e));
                _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
                return false;
            }
        }

        _poller.Alert();
        return true;
    }

    private void Listen()
    {
        int socket = _socket = SrtSockets.Create(_options, LocalEndPoint.AddressFamily);
        GCHandle self = GCHandle.Alloc(this);
        try
        {
            Bind(socket);
            if (LibSrt.SetListenCallback(socket, &OnCall, GCHandle.ToIntPtr(self)) == LibSrt.Failed || LibSrt.Listen(socket, Backlog) == LibSrt.Failed
                || !_poller.TryAdd(socket, this, LibSrt.EventIn)) throw SrtError.Last().ToException();
        }
        catch
        {
            LibSrt.Close(socket);
            _socket = LibSrt.Failed;
            self.Free();
            throw;
        }
    }

    /// <summary>Gives the library the port beside the doorbell, so that nobody can take it in between; elsewhere than on Linux there is a moment in which somebody may.</summary>
    private void Bind(int socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            _doorbell.Dispose();
            SrtSockets.Bind(socket, LocalEndPoint);
            return;
        }

        int descriptor = _doorbell.OpenForLibrary();
        if (LibSrt.BindAcquire(socket, descriptor) != LibSrt.Failed) return;
        SrtError error = SrtError.Last();
        SrtDoorbell.Close(descriptor);
        throw error.ToException();
    }

    /// <inheritdoc/>
    void ISrtPolled.OnReady(int events, MonotonicTime now)
    {
        // One at a time: while there are more, it is ready again. The library complains of a question too many.
        SocketName name = default;
        int length = SocketName.Capacity;
        int socket = LibSrt.Accept(_socket, &name, &length);
        if (socket != LibSrt.Failed) _gate.OnAccepted(new SrtConnection(_poller, socket, name.Read().ToEndPoint()));
        else if (!SrtError.Last().IsForNow && (events & LibSrt.EventIn) == 0) _poller.Remove(_socket);
    }

    /// <inheritdoc/>
    void ISrtPolled.OnFault()
    {
        // Others still want to come in; what failed was one of them.
    }

    /// <summary>On the library's thread: nothing may be thrown through it.</summary>
    [UnmanagedCallersOnly]
    private static int OnCall(nint opaque, int socket, int version, SocketName* peer, byte* streamId)
    {
        int rejection = InternalFault;
        try
        {
            if (GCHandle.FromIntPtr(opaque).Target is SrtListener listener) rejection = listener.Judge(socket, peer, streamId);
        }
        catch (Exception e)
        {
            Report(opaque, e);
        }

        if (rejection == 0) return 0;
        LibSrt.SetRejectReason(socket, rejection);
        return LibSrt.Failed;
    }

    private static void Report(nint opaque, Exception error)
    {
        if (GCHandle.FromIntPtr(opaque).Target is SrtListener listener) listener._poller.Report(error);
    }

    private int Judge(int socket, SocketName* peer, byte* streamId)
    {
        _poller.Alert();
        ReadOnlySpan<byte> text = streamId is null ? [] : MemoryMarshal.CreateReadOnlySpanFromNullTerminated(streamId);
        SrtDecision decision = _gate.Judge(peer->Read(), text);
        if (decision.Rejection != 0) return decision.Rejection;
        return decision.Passphrase.Length == 0 || SrtSockets.TrySet(socket, SrtOption.Passphrase, decision.Passphrase) ? 0 : InternalFault;
    }
}
