using System.Buffers;

namespace Headrace.Protocols.Rtsp.Tests;

/// <summary>A piece of a buffer that is not contiguous.</summary>
internal sealed class Segment : ReadOnlySequenceSegment<byte>
{
    public static ReadOnlySequence<byte> Split(byte[] bytes, int size)
    {
        Segment first = new() { Memory = bytes.AsMemory(0, Math.Min(size, bytes.Length)) };
        Segment last = first;
        for (int at = size; at < bytes.Length; at += size)
        {
            Segment next = new() { Memory = bytes.AsMemory(at, Math.Min(size, bytes.Length - at)), RunningIndex = at };
            last.Next = next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
