namespace Headrace.Manifests.Hls;

/// <summary>Where a segment's Media Initialization Section is (EXT-X-MAP; RFC 8216bis, 4.4.4.5).</summary>
/// <param name="Uri">Its URI, as written.</param>
/// <param name="Range">The range of that resource; null: all of it.</param>
public sealed record MediaMap(string Uri, ByteRange? Range = null);
