using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Headrace.Transport.Udp;

/// <summary>
/// Datagrams that lie ready for any number of receivers, each of whom gets them with one system call. Those behind each other that have one target and one size (the last may be
/// shorter) are one message that the kernel cuts (<c>UDP_SEGMENT</c>). Single-threaded; reusable; allocates nothing.
/// </summary>
public sealed unsafe class UdpSendBatch
{
    /// <summary>Datagrams that a batch takes.</summary>
    public const int MaxPackets = 64;

    /// <summary>Bytes that it takes: more than one datagram can have.</summary>
    public const int MaxBytes = 96 * 1024;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(MaxBytes, pinned: true);
    private readonly UdpRun[] _runs = new UdpRun[MaxPackets];
    private readonly UdpSendCall _call = new(MaxPackets);
    private int _runCount;
    private int _length;

    /// <summary>Datagrams in it.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a copy of a datagram, for the address that a receiver has as his <paramref name="target"/>; false when it has no room.</summary>
    public bool TryAdd(ReadOnlySpan<byte> datagram, int target)
    {
        if (Count == MaxPackets || datagram.Length > MaxBytes - _length) return false;
        datagram.CopyTo(_bytes.AsSpan(_length));
        if (_runCount > 0 && _runs[_runCount - 1] is var last && last.Takes(datagram.Length, target)) _runs[_runCount - 1] = last with { Length = last.Length + datagram.Length };
        else _runs[_runCount++] = new UdpRun(_length, datagram.Length, datagram.Length, target);
        _length += datagram.Length;
        Count++;
        return true;
    }

    /// <summary>Empties it.</summary>
    public void Clear() => _runCount = _length = Count = 0;

    /// <summary>
    /// Sends its datagrams to a receiver's addresses; those whose target has none are left out. Never waits; on <see cref="SocketError.WouldBlock"/> and
    /// <see cref="SocketError.NoBufferSpaceAvailable"/> the rest is not tried.
    /// </summary>
    public UdpSendResult Send(UdpSocket socket, ReadOnlySpan<UdpAddress?> targets)
    {
        Prepare(socket, targets, socket.HasSegmentation, 0);
        if (_call.TrySend(socket, out UdpSendResult result)) return result;

        // The path takes no such packets whole, or the device cannot cut: the rest goes one by one.
        int tried = result.Packets + result.Failed;
        Prepare(socket, targets, false, tried);
        _call.TrySend(socket, out UdpSendResult rest);
        return new UdpSendResult(result.Packets + rest.Packets, result.Bytes + rest.Bytes, result.Failed + rest.Failed, rest.Error == SocketError.Success ? result.Error : rest.Error);
    }

    private void Prepare(UdpSocket socket, ReadOnlySpan<UdpAddress?> targets, bool segments, int skipped)
    {
        // What is pinned does not move.
        byte* bytes = (byte*)Unsafe.AsPointer(ref _bytes[0]);
        _call.Clear();
        foreach (ref readonly UdpRun run in _runs.AsSpan(0, _runCount))
        {
            if (run.Target >= targets.Length || targets[run.Target] is not { } to) continue;
            int first = Math.Min(skipped, run.Packets);
            skipped -= first;
            int offset = run.Offset + first * run.Size;
            int end = run.Offset + run.Length;
            for (int step = segments ? run.Length : run.Size; offset < end; offset += step)
            {
                _call.Add(bytes + offset, Math.Min(step, end - offset), run.Size, to, socket.Family);
            }
        }
    }
}
