using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Headrace.Media.Timing;

namespace Headrace.Transport.Udp;

/// <summary>
/// A UDP socket. One loop receives, many datagrams a call where the system can; any thread sends, single datagrams with
/// <see cref="Send"/>, many with <see cref="UdpSendBatch"/>. Nothing is allocated a datagram. Errors of sending are values.
/// </summary>
public sealed class UdpSocket : IDisposable
{
    /// <summary>Greatest bytes of a datagram over IPv4.</summary>
    internal const int MaxDatagram = 65_507;

    private const int BatchesPerTurn = 64;

    private readonly Socket _socket;
    private readonly bool _usesBatches;
    private readonly byte[] _peek = GC.AllocateArray<byte>(1, pinned: true);
    private int _isDisposed;
    private volatile bool _hasSegmentation;

    private UdpSocket(Socket socket, UdpSocketOptions options)
    {
        _socket = socket;
        _usesBatches = options.UsesBatches && OperatingSystem.IsLinux();
        _hasSegmentation = _usesBatches;
        Family = socket.AddressFamily;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>The address that it is bound to, with the port that the system chose where 0 was asked for.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Bytes that the kernel holds for it at most, its own overhead included: datagrams beyond are lost.</summary>
    public int ReceiveBufferBytes => _socket.ReceiveBufferSize;

    /// <summary>The same for sending.</summary>
    internal int SendBufferBytes => _socket.SendBufferSize;

    internal AddressFamily Family { get; }

    internal SafeSocketHandle Handle => _socket.SafeHandle;

    internal bool UsesBatches => _usesBatches;

    /// <summary>True while the kernel cuts large sends into datagrams (<c>UDP_SEGMENT</c>).</summary>
    internal bool HasSegmentation => _hasSegmentation;

    /// <summary>Opens a socket. Throws <see cref="SocketException"/> when the address cannot be had.</summary>
    /// <param name="local">Where; IPv6's any-address takes IPv4 too, and is IPv4's where the machine has no IPv6.</param>
    /// <param name="options">Buffers and ways; null: the usual ones.</param>
    public static UdpSocket Open(IPEndPoint local, UdpSocketOptions? options = null)
    {
        options ??= new UdpSocketOptions();
        bool isAny = local.Address.Equals(IPAddress.IPv6Any);
        if (isAny && !Socket.OSSupportsIPv6) local = new IPEndPoint(IPAddress.Any, local.Port);
        Socket socket = new(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (local.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = isAny;
            if (options.IsShared) socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Blocking = false;
            SetBuffers(socket, options);
            socket.Bind(local);
            UdpSocket opened = new(socket, options);
            if (opened.UsesBatches) TrySetOption(socket, LinuxSockets.UdpLevel, LinuxSockets.UdpGro, 1);
            return opened;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes datagrams of one peer only, and learns of its closed ports. Throws <see cref="SocketException"/> when there is no way to it.</summary>
    public void Connect(IPEndPoint peer) => _socket.Connect(peer);

    /// <summary>Takes what is sent to a group, by the interface that has an address, or the one that the routes choose. IPv4. Throws <see cref="SocketException"/> when it cannot.</summary>
    public void Join(IPAddress group, IPAddress? at = null) =>
        _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group, at ?? IPAddress.Any));

    /// <summary>The same for what one sender sends to it (RFC 3678). IPv4, on Linux.</summary>
    public void Join(IPAddress group, IPAddress source, IPAddress? at)
    {
        Span<byte> request = stackalloc byte[12];
        group.TryWriteBytes(request, out _);
        (at ?? IPAddress.Any).TryWriteBytes(request[4..], out _);
        source.TryWriteBytes(request[8..], out _);
        _socket.SetRawSocketOption(LinuxSockets.IpLevel, LinuxSockets.AddSourceMembership, request);
    }

    /// <summary>Takes what is sent to a group of IPv6, by an interface; 0 for the one that the routes choose.</summary>
    public void Join(IPAddress group, int interfaceIndex) =>
        _socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(group, interfaceIndex));

    /// <summary>No longer takes what is sent to a group.</summary>
    public void Leave(IPAddress group, IPAddress? at = null) =>
        _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.DropMembership, new MulticastOption(group, at ?? IPAddress.Any));

    /// <summary>Sends to groups by the interface that has an address, over at most <paramref name="timeToLive"/> hops. IPv4. Throws <see cref="SocketException"/> when it cannot.</summary>
    public void SendMulticastBy(IPAddress at, int timeToLive)
    {
        _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, at.GetAddressBytes());
        _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, timeToLive);
    }

    /// <summary>Sends one datagram. Never waits: <see cref="SocketError.WouldBlock"/> when the kernel's buffer is full. Thread-safe.</summary>
    public unsafe SocketError Send(ReadOnlySpan<byte> datagram, in UdpAddress to)
    {
        if (!_usesBatches) return SendPlain(datagram, to);
        SocketName name;
        int nameLength = name.Write(to, Family);
        if (nameLength == 0) return SocketError.AddressFamilyNotSupported;
        fixed (byte* bytes = datagram)
        {
            LinuxSockets.Piece piece = new() { Bytes = bytes, Length = (nuint)datagram.Length };
            LinuxSockets.MessageEntry message = new() { Header = { Name = &name, NameLength = (uint)nameLength, Pieces = &piece, PieceCount = 1 } };
            return SendMany(&message, 1, out _);
        }
    }

    /// <summary>
    /// Receives until the socket is disposed, on the calling thread, which should have nothing else to do. For a socket that many datagrams are sent by:
    /// one that is received from asynchronously wakes the system's thread for asynchronous sockets with each datagram that has left.
    /// </summary>
    public void Receive(IUdpHandler handler, TimeProvider clock)
    {
        while (Volatile.Read(ref _isDisposed) == 0)
        {
            try
            {
                if (_socket.Poll(Timeout.InfiniteTimeSpan, SelectMode.SelectRead)) Drain(handler, clock);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Disposed; or an error that the next call tells again, as the kernel forgets it when it has told it.
            }
        }
    }

    /// <summary>Receives until the socket is disposed. One of this and <see cref="Receive"/> is called, once.</summary>
    public async Task ReceiveAsync(IUdpHandler handler, TimeProvider clock)
    {
        while (Volatile.Read(ref _isDisposed) == 0)
        {
            try
            {
                // A look at the first datagram, which stays: it completes when there is something to receive.
                await _socket.ReceiveAsync(_peek, SocketFlags.Peek).ConfigureAwait(false);
            }
            catch (SocketException e) when (Volatile.Read(ref _isDisposed) == 0)
            {
                if (e.SocketErrorCode != SocketError.MessageSize) handler.OnError(e.SocketErrorCode);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                // Others wait for this thread too: who sends without a pause is served in turns.
                while (Drain(handler, clock)) await Task.Yield();
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <summary>Closes the socket and ends the receiving loop. Thread-safe, idempotent.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        try
        {
            // Ends a wait on another thread, though it complains that there is no connection.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // As said.
        }

        _socket.Dispose();
    }

    /// <summary>Sends messages from the first on until one fails; says how many went.</summary>
    internal unsafe SocketError SendMany(LinuxSockets.MessageEntry* messages, int count, out int sent)
    {
        sent = 0;
        while (sent < count)
        {
            int result;
            try
            {
                result = LinuxSockets.SendMany(Handle, messages + sent, (uint)(count - sent), LinuxSockets.DontWait | LinuxSockets.NoSignal);
            }
            catch (ObjectDisposedException)
            {
                return SocketError.OperationAborted;
            }

            if (result > 0)
            {
                sent += result;
                continue;
            }

            SocketError error = LinuxSockets.ErrorOf(Marshal.GetLastPInvokeError());
            if (error != SocketError.Interrupted) return error;
        }

        return SocketError.Success;
    }

    /// <summary>From now on sends each datagram by itself: the kernel, or the device, cannot cut.</summary>
    internal void GiveUpSegmentation() => _hasSegmentation = false;

    internal SocketError SendPlain(ReadOnlySpan<byte> datagram, in UdpAddress to)
    {
        if (Family == AddressFamily.InterNetwork && !to.IsIPv4) return SocketError.AddressFamilyNotSupported;
        IPEndPoint endPoint = to.ToEndPoint();
        if (Family == AddressFamily.InterNetworkV6 && to.IsIPv4) endPoint.Address = endPoint.Address.MapToIPv6();
        try
        {
            _socket.SendTo(datagram, SocketFlags.None, endPoint);
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
        catch (ObjectDisposedException)
        {
            return SocketError.OperationAborted;
        }
    }

    /// <summary>Receives what is there, at most a turn of it; true when there may be more.</summary>
    private bool Drain(IUdpHandler handler, TimeProvider clock)
    {
        UdpReceiveBatch batch = UdpReceiveBatch.Rent();
        try
        {
            for (int i = 0; i < BatchesPerTurn; i++)
            {
                if (!(_usesBatches ? batch.Receive(Handle, handler, clock) : ReceivePlain(batch.Buffer, handler, clock))) return false;
            }

            return true;
        }
        finally
        {
            UdpReceiveBatch.Return(batch);
        }
    }

    private bool ReceivePlain(Span<byte> buffer, IUdpHandler handler, TimeProvider clock)
    {
        if (!_socket.Poll(0, SelectMode.SelectRead)) return false;
        try
        {
            EndPoint from = new IPEndPoint(Family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
            int length = _socket.ReceiveFrom(buffer, SocketFlags.None, ref from);
            handler.OnDatagram(buffer[..length], UdpAddress.Of((IPEndPoint)from), MonotonicTime.Now(clock));
        }
        catch (SocketException e)
        {
            if (e.SocketErrorCode != SocketError.WouldBlock) handler.OnError(e.SocketErrorCode);
        }

        return true;
    }

    private static void SetBuffers(Socket socket, UdpSocketOptions options)
    {
        socket.ReceiveBufferSize = options.ReceiveBuffer;
        socket.SendBufferSize = options.SendBuffer;
        if (!OperatingSystem.IsLinux()) return;

        // Beyond the system's limits, where the process may.
        TrySetOption(socket, LinuxSockets.SocketLevel, LinuxSockets.ReceiveBufferForce, options.ReceiveBuffer);
        TrySetOption(socket, LinuxSockets.SocketLevel, LinuxSockets.SendBufferForce, options.SendBuffer);
    }

    private static void TrySetOption(Socket socket, int level, int name, int value)
    {
        try
        {
            Span<byte> bytes = stackalloc byte[sizeof(int)];
            MemoryMarshal.Write(bytes, value);
            socket.SetRawSocketOption(level, name, bytes);
        }
        catch (SocketException)
        {
            // Not allowed, or not known to this kernel: the plain way serves.
        }
    }
}
