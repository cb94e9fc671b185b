using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Headrace.Transport.Udp;

/// <summary>The messages of one system call (<c>sendmmsg</c>), each of one datagram or of several that the kernel cuts.</summary>
internal sealed unsafe class UdpSendCall(int capacity)
{
    private readonly LinuxSockets.MessageEntry[] _entries = GC.AllocateArray<LinuxSockets.MessageEntry>(capacity, pinned: true);
    private readonly LinuxSockets.Piece[] _pieces = GC.AllocateArray<LinuxSockets.Piece>(capacity, pinned: true);
    private readonly LinuxSockets.ControlMessage[] _controls = GC.AllocateArray<LinuxSockets.ControlMessage>(capacity, pinned: true);
    private readonly SocketName[] _names = GC.AllocateArray<SocketName>(capacity, pinned: true);
    private readonly UdpAddress[] _to = new UdpAddress[capacity];
    private int _count;
    private UdpSendResult _result;

    /// <summary>Begins a call.</summary>
    public void Clear() => _count = 0;

    /// <summary>Adds a message of datagrams of <paramref name="size"/> bytes, the last perhaps shorter. What is pointed at stays where it is until it is sent.</summary>
    public void Add(byte* bytes, int length, int size, in UdpAddress to, AddressFamily family)
    {
        _pieces[_count] = new LinuxSockets.Piece { Bytes = bytes, Length = (nuint)length };
        _to[_count] = to;
        ref LinuxSockets.MessageHeader header = ref _entries[_count].Header;
        header = new LinuxSockets.MessageHeader
        {
            Name = (SocketName*)Unsafe.AsPointer(ref _names[_count]),
            NameLength = (uint)_names[_count].Write(to, family),
            Pieces = (LinuxSockets.Piece*)Unsafe.AsPointer(ref _pieces[_count]),
            PieceCount = 1,
        };
        _controls[_count] = new LinuxSockets.ControlMessage
        {
            Length = LinuxSockets.ControlHeader + sizeof(ushort), Level = LinuxSockets.UdpLevel, Type = LinuxSockets.UdpSegment, Value = size,
        };
        if (length > size)
        {
            header.Control = (LinuxSockets.ControlMessage*)Unsafe.AsPointer(ref _controls[_count]);
            header.ControlLength = LinuxSockets.ControlSpace;
        }

        _count++;
    }

    /// <summary>
    /// Sends the messages. False when one cannot be cut: the result says how far it came. One that fails for another reason takes no other with it, unless the socket takes nothing
    /// at all.
    /// </summary>
    public bool TrySend(UdpSocket socket, out UdpSendResult result)
    {
        _result = default;
        bool isDone = true;
        for (int at = 0; at < _count && isDone;)
        {
            SocketError error = Send(socket, at, out int sent);
            for (; sent > 0; sent--, at++) _result = _result with { Packets = _result.Packets + PacketsOf(at), Bytes = _result.Bytes + (long)_pieces[at].Length };
            if (error == SocketError.Success) continue;
            isDone = PacketsOf(at) == 1 || error is not (SocketError.MessageSize or SocketError.InvalidArgument or SocketError.OperationNotSupported);
            if (!isDone && error != SocketError.MessageSize) socket.GiveUpSegmentation();
            if (isDone) at = Fail(at, error);
        }

        result = _result;
        return isDone;
    }

    private SocketError Send(UdpSocket socket, int at, out int sent)
    {
        if (socket.UsesBatches) return socket.SendMany((LinuxSockets.MessageEntry*)Unsafe.AsPointer(ref _entries[at]), _count - at, out sent);
        SocketError error = socket.SendPlain(new ReadOnlySpan<byte>(_pieces[at].Bytes, (int)_pieces[at].Length), _to[at]);
        sent = error == SocketError.Success ? 1 : 0;
        return error;
    }

    /// <summary>Counts a message as failed, with those behind it where they would fail too; returns the one to go on with.</summary>
    private int Fail(int at, SocketError error)
    {
        int end = error is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable or SocketError.OperationAborted ? _count : at + 1;
        int failed = _result.Failed;
        for (; at < end; at++) failed += PacketsOf(at);
        _result = _result with { Failed = failed, Error = error };
        return end;
    }

    private int PacketsOf(int entry) => _entries[entry].Header.Control is null ? 1 : ((int)_pieces[entry].Length + _controls[entry].Value - 1) / _controls[entry].Value;
}
