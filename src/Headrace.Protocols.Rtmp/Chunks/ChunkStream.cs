using System.Buffers;

namespace Headrace.Protocols.Rtmp.Chunks;

/// <summary>What the headers of one chunk stream said last, and the message that comes over it.</summary>
internal sealed class ChunkStream
{
    private const int FirstBytes = 4096;

    private byte[]? _buffer;

    public RtmpMessageType Type { get; set; }

    public uint StreamId { get; set; }

    public uint Timestamp { get; set; }

    /// <summary>What a chunk without a timestamp adds where it begins a message.</summary>
    public uint Delta { get; set; }

    /// <summary>The extended timestamp of the last header; null where it had none.</summary>
    public uint? Extended { get; set; }

    public int Length { get; set; }

    /// <summary>Bytes of the message that have come.</summary>
    public int Received { get; private set; }

    /// <summary>True between the first and the last chunk of a message.</summary>
    public bool IsOpen { get; set; }

    public ReadOnlySpan<byte> Message => _buffer.AsSpan(0, Received);

    /// <summary>Keeps a part of the message. Memory grows with what comes, not with what is announced.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        if (_buffer is null || _buffer.Length - Received < bytes.Length) Grow(Received + bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(Received));
        Received += bytes.Length;
    }

    /// <summary>Forgets the message, and gives its memory back.</summary>
    public void Drop()
    {
        if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        Received = 0;
        IsOpen = false;
    }

    private void Grow(int needed)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(Length, needed), Math.Max(FirstBytes, 2 * needed)));
        if (_buffer is not null)
        {
            _buffer.AsSpan(0, Received).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
    }
}
