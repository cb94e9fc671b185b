using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Headrace.Transport.Srt;

/// <summary>
/// Holds a listener's port with a plain socket until somebody calls: the library's own receiver looks for datagrams 100 times a second, whether there are any or not. Who calls repeats his
/// handshake each 250 ms, so that the first one, which is read here, is not missed; nor are those that come while the library cannot listen.
/// </summary>
internal sealed partial class SrtDoorbell : IDisposable
{
    /// <summary>First word of a handshake: a control packet of type 0 (draft-sharabayko-srt-01, 3.2).</summary>
    private const uint Handshake = 0x8000_0000;

    // Numbers of Linux: SOL_SOCKET, SO_REUSEADDR and F_DUPFD_CLOEXEC.
    private const int SocketLevel = 1;
    private const int ReuseAddress = 2;
    private const int DuplicateForThisProcess = 1030;

    /// <summary>Bytes of the shortest handshake: header and fields without extensions (3.2.1).</summary>
    private const int MinHandshake = 64;

    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _receiving = new();
    private readonly IPEndPoint _any;
    private readonly Func<bool> _onCall;

    /// <summary>Binds the port; throws <see cref="SocketException"/> when the address cannot be had.</summary>
    /// <param name="local">Where; IPv6's any-address takes IPv4 too.</param>
    /// <param name="onCall">Told that somebody calls; true where somebody else listens from then on, and the port is given back. On a thread of the pool.</param>
    public SrtDoorbell(IPEndPoint local, Func<bool> onCall)
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

    /// <summary>
    /// Opens the port a second time, for the library, and says by which descriptor; whoever takes it closes it. Nobody else can have the port at any moment. Throws <see cref="SocketException"/>
    /// where the system has none.
    /// </summary>
    public int OpenForLibrary()
    {
        using Socket second = new(_socket.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        if (second.AddressFamily == AddressFamily.InterNetworkV6) second.DualMode = true;
        try
        {
            // Two that both allow it may have one port, and for a moment only.
            AllowSharing(_socket, true);
            AllowSharing(second, true);
            second.Bind(LocalEndPoint);
            AllowSharing(second, false);
        }
        finally
        {
            AllowSharing(_socket, false);
        }

        int descriptor = Control((int)second.SafeHandle.DangerousGetHandle(), DuplicateForThisProcess, 0);
        return descriptor >= 0 ? descriptor : throw new SocketException((int)Udp.LinuxSockets.ErrorOf(Marshal.GetLastPInvokeError()));
    }

    /// <summary>Closes a descriptor that nobody took.</summary>
    public static void Close(int descriptor) => new SafeSocketHandle(descriptor, ownsHandle: true).Dispose();

    /// <summary>Gives the port back. Idempotent.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _receiving.Dispose();
    }

    /// <summary>What came in was read: who else calls, or nobody.</summary>
    private void Read()
    {
        if (IsCall() && _onCall())
        {
            Dispose();
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

    private static void AllowSharing(Socket socket, bool isAllowed) => socket.SetRawSocketOption(SocketLevel, ReuseAddress, BitConverter.GetBytes(isAllowed ? 1 : 0));

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);
}
