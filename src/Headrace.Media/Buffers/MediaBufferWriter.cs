using System.Buffers;

namespace Headrace.Media.Buffers;

/// <summary>
/// Fills one pooled buffer, growing it as needed, and hands it over with <see cref="Detach"/>. Reusable and single-threaded; after a
/// detach it is empty. Growing past <see cref="MediaBufferPool.MaxLength"/> throws: callers check their own limits first.
/// </summary>
public sealed class MediaBufferWriter(MediaBufferPool pool, MemoryAccount? account = null, int initialCapacity = 4096) : IBufferWriter<byte>, IDisposable
{
    private MediaBlock? _block;

    /// <summary>Bytes written since the last detach.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written so far, writable: for lengths that are known only later.</summary>
    public Span<byte> Written => _block is null ? [] : _block.Bytes.AsSpan(0, Length);

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (_block?.Bytes.Length ?? 0) - Length);
        Length += count;
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(Math.Max(sizeHint, 1));
        return _block!.Bytes.AsSpan(Length);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(Math.Max(sizeHint, 1));
        return _block!.Bytes.AsMemory(Length);
    }

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(_block!.Bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Appends <paramref name="count"/> bytes of undefined content and returns them for filling.</summary>
    public Span<byte> Reserve(int count)
    {
        Ensure(count);
        Span<byte> reserved = _block!.Bytes.AsSpan(Length, count);
        Length += count;
        return reserved;
    }

    /// <summary>Drops the bytes past <paramref name="length"/>.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length, nameof(length));
        Length = length;
    }

    /// <summary>Hands the bytes over as a buffer with one reference, owned by the caller.</summary>
    public MediaBuffer Detach()
    {
        if (_block is null || Length == 0) return MediaBuffer.Empty;
        MediaBuffer buffer = new(_block, _block.Generation, Length);
        _block = null;
        Length = 0;
        return buffer;
    }

    /// <summary>Gives back what was written and not detached.</summary>
    public void Dispose()
    {
        Length = 0;
        if (_block is null) return;
        _block.Release(_block.Generation);
        _block = null;
    }

    private void Ensure(int count)
    {
        int needed = checked(Length + count);
        if (_block is not null && needed <= _block.Bytes.Length) return;
        int wanted = Math.Max(needed, _block is null ? initialCapacity : Math.Min(_block.Bytes.Length * 2, MediaBufferPool.MaxLength));
        MediaBlock larger = pool.Rent(wanted, account);
        if (_block is not null)
        {
            _block.Bytes.AsSpan(0, Length).CopyTo(larger.Bytes);
            _block.Release(_block.Generation);
        }

        _block = larger;
    }
}
