namespace Headrace.Manifests.Hls;

/// <summary>A Partial Segment (EXT-X-PART; RFC 8216bis, 4.4.4.9).</summary>
/// <param name="Uri">Its URI, as written.</param>
/// <param name="Duration">Its duration, to 100 ns.</param>
/// <param name="IsIndependent">Whether it contains an independent frame.</param>
/// <param name="IsGap">Whether its media is not available.</param>
/// <param name="Range">The range of its resource; null: all of it.</param>
public sealed record PartialSegment(string Uri, TimeSpan Duration, bool IsIndependent = false, bool IsGap = false, ByteRange? Range = null);
