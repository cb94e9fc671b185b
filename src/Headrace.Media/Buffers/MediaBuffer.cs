namespace Headrace.Media.Buffers;

/// <summary>
/// A handle to pooled, immutable, reference-counted bytes. Copying the handle adds no reference: whoever keeps it past the call that
/// handed it over calls <see cref="Retain"/>, and each holder calls <see cref="Release"/> once. A stale handle throws.
/// </summary>
public readonly struct MediaBuffer : IEquatable<MediaBuffer>
{
    private readonly MediaBlock? _block;
    private readonly uint _generation;

    internal MediaBuffer(MediaBlock block, uint generation, int length)
    {
        _block = block;
        _generation = generation;
        Length = length;
    }

    /// <summary>No bytes; retaining and releasing it do nothing.</summary>
    public static MediaBuffer Empty => default;

    /// <summary>Bytes in use.</summary>
    public int Length { get; }

    /// <summary>Bytes that the block behind it takes: what its owner's account is charged.</summary>
    public int Capacity => _block?.Bytes.Length ?? 0;

    /// <summary>The bytes. Valid while the caller's reference is held.</summary>
    public ReadOnlySpan<byte> Span => new(Block, 0, Length);

    /// <summary>The bytes, for asynchronous writes; the caller holds a reference until they are done.</summary>
    public ReadOnlyMemory<byte> Memory => new(Block, 0, Length);

    private byte[] Block
    {
        get
        {
            if (_block is null) return [];
            if (_block.Generation != _generation) throw MediaBlock.Stale();
            return _block.Bytes;
        }
    }

    /// <summary>Adds a reference; throws when the handle is stale.</summary>
    public void Retain()
    {
        if (!TryRetain()) throw MediaBlock.Stale();
    }

    /// <summary>Adds a reference unless the last one is gone: how readers of a ring race its writer safely.</summary>
    public bool TryRetain() => _block is null || _block.TryRetain(_generation);

    /// <summary>Gives a reference back; the last one returns the bytes to the pool.</summary>
    public void Release() => _block?.Release(_generation);

    /// <inheritdoc/>
    public bool Equals(MediaBuffer other) => ReferenceEquals(_block, other._block) && _generation == other._generation && Length == other.Length;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MediaBuffer other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_block, _generation, Length);

    /// <summary>Same block, generation and length.</summary>
    public static bool operator ==(MediaBuffer left, MediaBuffer right) => left.Equals(right);

    /// <summary>Not the same block, generation or length.</summary>
    public static bool operator !=(MediaBuffer left, MediaBuffer right) => !left.Equals(right);
}
