using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Headrace.Media.Buffers;

namespace Headrace.Transport.Udp;

/// <summary>
/// Datagrams that go out with one system call. Those behind each other that have one destination and one size (the last may be shorter)
/// are one message that the kernel cuts (<c>UDP_SEGMENT</c>), at most 64 of them and 64,000 bytes. Single-threaded; reusable; allocates nothing.
/// </summary>
public sealed unsafe class UdpSendBatch
{
    /// <summary>Datagrams that a batch takes.</summary>
    public const int MaxPackets = 64;

    private readonly LinuxSockets.Piece[] _pieces = GC.AllocateArray<LinuxSockets.Piece>(MaxPackets, pinned: true);
    private readonly UdpAddress[] _to = new UdpAddress[MaxPackets];
    private readonly LinuxSockets.MessageEntry[] _entries = GC.AllocateArray<LinuxSockets.MessageEntry>(MaxPackets, pinned: true);
    private readonly LinuxSockets.ControlMessage[] _controls = GC.AllocateArray<LinuxSockets.ControlMessage>(MaxPackets, pinned: true);
    private readonly SocketName[] _names = GC.AllocateArray<SocketName>(MaxPackets, pinned: true);
    private int _sentPackets;
    private int _failedPackets;
    private long _sentBytes;
    private SocketError _error;

    /// <summary>Datagrams in it.</summary>
    public int Count { get; private set; }

    /// <summary>True when it takes no more.</summary>
    public bool IsFull => Count == MaxPackets;

    /// <summary>Adds a part of a buffer as a datagram. The caller holds the buffer until the batch is sent.</summary>
    public void Add(MediaBuffer buffer, int offset, int length, in UdpAddress to)
    {
        // A media buffer does not move: its address stays good while it is held.
        ref byte first = ref Unsafe.AsRef(in buffer.Span.Slice(offset, length)[0]);
        _pieces[Count] = new LinuxSockets.Piece { Bytes = (byte*)Unsafe.AsPointer(ref first), Length = (nuint)length };
        _to[Count] = to;
        Count++;
    }

    /// <summary>Sends what is in it, and empties it. Never waits; on <see cref="SocketError.WouldBlock"/> and <see cref="SocketError.NoBufferSpaceAvailable"/> the rest is not tried.</summary>
    public UdpSendResult Send(UdpSocket socket)
    {
        (_sentPackets, _failedPackets, _sentBytes, _error) = (0, 0, 0, SocketError.Success);
        if (!socket.UsesBatches) SendPlain(socket);
        else SendRuns(socket, 0, Count, socket.HasSegmentation);
        Count = 0;
        return new UdpSendResult(_sentPackets, _sentBytes, _failedPackets, _error);
    }

    private bool IsBlocked => _error is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable or SocketError.OperationAborted;

    private void SendRuns(UdpSocket socket, int from, int end, bool segments)
    {
        int messages = Build(socket, from, end, segments);
        int next = from;
        fixed (LinuxSockets.MessageEntry* entries = _entries)
        {
            for (int at = 0; at < messages;)
            {
                SocketError error = socket.SendMany(entries + at, messages - at, out int sent);
                for (int i = 0; i < sent; i++) next = CountSent(next, (int)entries[at + i].Header.PieceCount);
                at += sent;
                if (error == SocketError.Success) continue;
                int pieces = (int)entries[at].Header.PieceCount;
                bool isCut = pieces > 1 && error is SocketError.MessageSize or SocketError.InvalidArgument or SocketError.OperationNotSupported;
                if (isCut && segments)
                {
                    // The path takes no such packets whole, or the device cannot cut: the rest goes one by one.
                    if (error != SocketError.MessageSize) socket.GiveUpSegmentation();
                    SendRuns(socket, next, end, segments: false);
                    return;
                }

                Fail(error, pieces);
                if (IsBlocked)
                {
                    _failedPackets += end - next - pieces;
                    return;
                }

                next += pieces;
                at++;
            }
        }
    }

    private int Build(UdpSocket socket, int from, int end, bool segments)
    {
        int messages = 0;
        for (int at = from; at < end;)
        {
            int run = segments ? RunFrom(at, end) : 1;
            ref LinuxSockets.MessageHeader header = ref _entries[messages].Header;
            header = new LinuxSockets.MessageHeader
            {
                Name = (SocketName*)Unsafe.AsPointer(ref _names[messages]),
                NameLength = (uint)_names[messages].Write(_to[at], socket.Family),
                Pieces = (LinuxSockets.Piece*)Unsafe.AsPointer(ref _pieces[at]),
                PieceCount = (nuint)run,
            };
            if (run > 1) SetSegment(ref header, messages, (int)_pieces[at].Length);
            messages++;
            at += run;
        }

        return messages;
    }

    private void SetSegment(ref LinuxSockets.MessageHeader header, int index, int length)
    {
        _controls[index] = new LinuxSockets.ControlMessage
        {
            Length = LinuxSockets.ControlHeader + sizeof(ushort), Level = LinuxSockets.UdpLevel, Type = LinuxSockets.UdpSegment, Value = length,
        };
        header.Control = (LinuxSockets.ControlMessage*)Unsafe.AsPointer(ref _controls[index]);
        header.ControlLength = LinuxSockets.ControlSpace;
    }

    /// <summary>How many datagrams from here on the kernel can cut out of one message.</summary>
    private int RunFrom(int first, int end)
    {
        nuint size = _pieces[first].Length;
        nuint bytes = size;
        int next = first + 1;
        while (next < end && next - first < LinuxSockets.MaxSegments && _pieces[next].Length <= size && bytes + _pieces[next].Length <= LinuxSockets.MaxSegmentedBytes && _to[next] == _to[first])
        {
            bytes += _pieces[next].Length;
            next++;
            if (_pieces[next - 1].Length < size) break;
        }

        return next - first;
    }

    private int CountSent(int first, int packets)
    {
        for (int i = first; i < first + packets; i++) _sentBytes += (long)_pieces[i].Length;
        _sentPackets += packets;
        return first + packets;
    }

    private void Fail(SocketError error, int packets)
    {
        _error = error;
        _failedPackets += packets;
    }

    private void SendPlain(UdpSocket socket)
    {
        for (int i = 0; i < Count; i++)
        {
            SocketError error = socket.SendPlain(new ReadOnlySpan<byte>(_pieces[i].Bytes, (int)_pieces[i].Length), _to[i]);
            if (error == SocketError.Success)
            {
                CountSent(i, 1);
                continue;
            }

            Fail(error, 1);
            if (!IsBlocked) continue;
            _failedPackets += Count - i - 1;
            return;
        }
    }
}
