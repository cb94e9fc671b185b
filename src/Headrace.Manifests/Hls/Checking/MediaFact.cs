using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Checking;

/// <summary>What is known of a segment, part or initialization section from fetching it.</summary>
/// <param name="Url">Its absolute URL.</param>
/// <param name="At">When the answer was complete.</param>
/// <param name="Status">HTTP status; 0: no answer came.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Hash">A digest of the bytes; empty where unknown.</param>
/// <param name="Timing">When its media plays; null for initialization sections and where it could not be read.</param>
/// <param name="Range">The range that was fetched; null: all of the resource.</param>
/// <param name="Headers">What the response said; null: not known, and not checked.</param>
/// <param name="Fault">Why its media cannot be read; null when it can, or was not tried.</param>
public sealed record MediaFact(
    string Url,
    MonotonicTime At,
    int Status,
    long Size,
    string Hash,
    MediaTiming? Timing = null,
    ByteRange? Range = null,
    ResponseHeaders? Headers = null,
    string? Fault = null);
