namespace Headrace.Manifests.Hls;

/// <summary>Where a segment's Media Initialization Section is (EXT-X-MAP; RFC 8216bis, 4.4.4.5).</summary>
/// <param name="Uri">Its URI, as written.</param>
/// <param name="Range">The range of that resource; null: all of it.</param>
public sealed record MediaMap(string Uri, ByteRange? Range = null)
{
    /// <summary>The keys in force where it was named. The writer leaves them out, and they are no part of what makes two sections equal.</summary>
    public ValueList<EncryptionKey> Keys { get; init; }

    /// <summary>Whether another section is the same range of the same resource.</summary>
    public bool Equals(MediaMap? other) => other is not null && Uri == other.Uri && Range == other.Range;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Uri, Range);
}
