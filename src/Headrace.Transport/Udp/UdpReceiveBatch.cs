using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Headrace.Media.Timing;

namespace Headrace.Transport.Udp;

/// <summary>
/// The memory of one call that receives many datagrams (<c>recvmmsg</c>), each of which may be several that the kernel joined (<c>UDP_GRO</c>).
/// Lent to a socket while it empties its queue: a few serve any number of sockets.
/// </summary>
internal sealed unsafe class UdpReceiveBatch
{
    private const int Messages = 16;
    private const int MessageBytes = 65_536;
    private const int MaxFree = 8;

    private static readonly UdpReceiveBatch?[] Free = new UdpReceiveBatch?[MaxFree];
    private static readonly Lock FreeLock = new();

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Messages * MessageBytes, pinned: true);
    private readonly LinuxSockets.MessageEntry[] _entries = GC.AllocateArray<LinuxSockets.MessageEntry>(Messages, pinned: true);
    private readonly LinuxSockets.Piece[] _pieces = GC.AllocateArray<LinuxSockets.Piece>(Messages, pinned: true);
    private readonly LinuxSockets.ControlMessage[] _controls = GC.AllocateArray<LinuxSockets.ControlMessage>(Messages, pinned: true);
    private readonly SocketName[] _names = GC.AllocateArray<SocketName>(Messages, pinned: true);

    /// <summary>Room for one datagram.</summary>
    public Span<byte> Buffer => _bytes.AsSpan(0, MessageBytes);

    public static UdpReceiveBatch Rent()
    {
        lock (FreeLock)
        {
            for (int i = 0; i < MaxFree; i++)
            {
                if (Free[i] is not { } batch) continue;
                Free[i] = null;
                return batch;
            }
        }

        return new UdpReceiveBatch();
    }

    public static void Return(UdpReceiveBatch batch)
    {
        lock (FreeLock)
        {
            int place = Array.IndexOf(Free, null);
            if (place >= 0) Free[place] = batch;
        }
    }

    /// <summary>Receives what is there, up to a batch, and hands it over; false when nothing was.</summary>
    public bool Receive(SafeSocketHandle socket, IUdpHandler handler, TimeProvider clock)
    {
        Prepare();
        fixed (LinuxSockets.MessageEntry* entries = _entries)
        {
            int count = LinuxSockets.ReceiveMany(socket, entries, Messages, LinuxSockets.DontWait, 0);
            if (count <= 0) return OnNothing(handler);
            MonotonicTime now = MonotonicTime.Now(clock);
            for (int i = 0; i < count; i++) HandOver(i, entries[i], handler, now);
            return true;
        }
    }

    private static bool OnNothing(IUdpHandler handler)
    {
        SocketError error = LinuxSockets.ErrorOf(Marshal.GetLastPInvokeError());
        if (error == SocketError.WouldBlock) return false;
        if (error != SocketError.Interrupted) handler.OnError(error);
        return error is SocketError.Interrupted or SocketError.ConnectionRefused;
    }

    private void Prepare()
    {
        for (int i = 0; i < Messages; i++)
        {
            _pieces[i].Bytes = (byte*)Unsafe.AsPointer(ref _bytes[i * MessageBytes]);
            _pieces[i].Length = MessageBytes;
            _entries[i].Header = new LinuxSockets.MessageHeader
            {
                Name = (SocketName*)Unsafe.AsPointer(ref _names[i]),
                NameLength = SocketName.Capacity,
                Pieces = (LinuxSockets.Piece*)Unsafe.AsPointer(ref _pieces[i]),
                PieceCount = 1,
                Control = (LinuxSockets.ControlMessage*)Unsafe.AsPointer(ref _controls[i]),
                ControlLength = LinuxSockets.ControlSpace,
            };
        }
    }

    private void HandOver(int index, in LinuxSockets.MessageEntry entry, IUdpHandler handler, MonotonicTime now)
    {
        if ((entry.Header.Flags & LinuxSockets.Truncated) != 0) return;
        UdpAddress from = _names[index].Read();
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(index * MessageBytes, (int)entry.Length);
        int segment = SegmentOf(index, entry, bytes.Length);
        do
        {
            int length = Math.Min(segment, bytes.Length);
            handler.OnDatagram(bytes[..length], from, now);
            bytes = bytes[length..];
        }
        while (!bytes.IsEmpty);
    }

    private int SegmentOf(int index, in LinuxSockets.MessageEntry entry, int whole)
    {
        if (entry.Header.ControlLength < LinuxSockets.ControlHeader) return whole;
        LinuxSockets.ControlMessage control = _controls[index];
        bool isJoined = control is { Level: LinuxSockets.UdpLevel, Type: LinuxSockets.UdpGro, Value: > 0 };
        return isJoined ? control.Value : whole;
    }
}
