using System.Buffers;

namespace Headrace.Endpoints.Connections;

/// <summary>
/// Bytes received and not yet parsed. Small while a connection only makes requests; it grows for media, up to what the largest element
/// needs.
/// </summary>
internal sealed class ReceiveBuffer
{
    /// <summary>Above the largest interleaved frame (4 + 65,535) and the largest message.</summary>
    public const int MaxLength = 256 * 1024;

    private const int RequestLength = 2 * 1024;
    private const int MediaLength = 32 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(RequestLength);
    private int _start;
    private int _end;

    /// <summary>What has not been consumed.</summary>
    public ReadOnlySequence<byte> Unread => new(_bytes, _start, _end - _start);

    /// <summary>The same, which lies in one piece.</summary>
    public ReadOnlySpan<byte> UnreadBytes => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Where to receive to; empty when the peer's element is larger than any may be.</summary>
    public Memory<byte> Free()
    {
        if (_start == _end) _start = _end = 0;
        if (_end == _bytes.Length && _start > 0) Compact();
        if (_end == _bytes.Length && _bytes.Length < MaxLength) Grow(_bytes.Length * 2);
        return _bytes.AsMemory(_end);
    }

    /// <summary>Notes received bytes.</summary>
    public void Received(int count) => _end += count;

    /// <summary>Drops parsed bytes.</summary>
    public void Consume(long count) => _start += (int)count;

    /// <summary>Makes room for media: fewer, larger reads.</summary>
    public void ExpectMedia()
    {
        if (_bytes.Length < MediaLength) Grow(MediaLength);
    }

    /// <summary>Gives the memory back; nothing is received any more.</summary>
    public void Return()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _start = _end = 0;
    }

    private void Compact()
    {
        _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
        _end -= _start;
        _start = 0;
    }

    private void Grow(int length)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(length);
        _bytes.AsSpan(_start, _end - _start).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
        _end -= _start;
        _start = 0;
    }
}
