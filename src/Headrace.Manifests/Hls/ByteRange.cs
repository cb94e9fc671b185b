namespace Headrace.Manifests.Hls;

/// <summary>A sub-range of a resource (RFC 8216bis, 4.4.4.2), in bytes. An offset that the text left out is already resolved.</summary>
/// <param name="Length">Bytes in the range.</param>
/// <param name="Offset">Its first byte, from the resource's beginning.</param>
public readonly record struct ByteRange(long Length, long Offset)
{
    /// <summary>The byte behind the range.</summary>
    public long End => Offset + Length;
}
