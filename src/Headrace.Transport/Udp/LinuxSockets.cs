using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Headrace.Transport.Udp;

/// <summary>Linux's calls that take and send many datagrams at once (<c>recvmmsg(2)</c>, <c>sendmmsg(2)</c>, <c>udp(7)</c>), and their structures.</summary>
internal static unsafe partial class LinuxSockets
{
    public const int DontWait = 0x40;
    public const int NoSignal = 0x4000;
    public const int Truncated = 0x20;
    public const int SocketLevel = 1;
    public const int SendBufferForce = 32;
    public const int ReceiveBufferForce = 33;
    public const int IpLevel = 0;
    public const int AddSourceMembership = 39;
    public const int UdpLevel = 17;
    public const int UdpSegment = 103;
    public const int UdpGro = 104;

    /// <summary>What the kernel sends of one call with segmentation, in packets.</summary>
    public const int MaxSegments = 64;

    /// <summary>And in bytes: below the 65,507 of a datagram.</summary>
    public const int MaxSegmentedBytes = 64_000;

    private const int TryAgain = 11;
    private const int Interrupted = 4;
    private const int IoError = 5;
    private const int AccessDenied = 13;
    private const int NotPermitted = 1;
    private const int InvalidArgument = 22;
    private const int MessageTooLong = 90;
    private const int NoProtocolOption = 92;
    private const int NotSupported = 95;
    private const int NetworkUnreachable = 101;
    private const int NoBuffers = 105;
    private const int ConnectionRefused = 111;
    private const int HostUnreachable = 113;

    /// <summary>Receives up to <paramref name="count"/> messages; -1 with the reason in the last error.</summary>
    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(SafeHandle socket, MessageEntry* messages, uint count, int flags, nint timeout);

    /// <summary>Sends up to <paramref name="count"/> messages; -1 when the first failed, with the reason in the last error.</summary>
    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(SafeHandle socket, MessageEntry* messages, uint count, int flags);

    /// <summary>What an error number means.</summary>
    public static SocketError ErrorOf(int number) => number switch
    {
        TryAgain => SocketError.WouldBlock,
        Interrupted => SocketError.Interrupted,
        NotPermitted or AccessDenied => SocketError.AccessDenied,
        InvalidArgument => SocketError.InvalidArgument,
        MessageTooLong => SocketError.MessageSize,
        IoError or NoProtocolOption or NotSupported => SocketError.OperationNotSupported,
        NetworkUnreachable => SocketError.NetworkUnreachable,
        NoBuffers => SocketError.NoBufferSpaceAvailable,
        ConnectionRefused => SocketError.ConnectionRefused,
        HostUnreachable => SocketError.HostUnreachable,
        _ => SocketError.SocketError,
    };

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Piece
    {
        public byte* Bytes;
        public nuint Length;
    }

    /// <summary><c>struct mmsghdr</c>: a <c>struct msghdr</c>, and how many bytes went.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageEntry
    {
        public MessageHeader Header;
        public uint Length;
    }

    /// <summary><c>struct msghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public SocketName* Name;
        public uint NameLength;
        public Piece* Pieces;
        public nuint PieceCount;
        public ControlMessage* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary><c>struct cmsghdr</c> with room for one number: the size of segments.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 24)]
    public struct ControlMessage
    {
        public nuint Length;
        public int Level;
        public int Type;
        public int Value;
    }

    /// <summary>Bytes of a control message's header, and of one that carries two bytes, as <c>CMSG_LEN</c> and <c>CMSG_SPACE</c> count.</summary>
    public const int ControlHeader = 16;
    public const int ControlSpace = 24;
}
