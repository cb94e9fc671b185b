using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Checking;

/// <summary>A playlist as it was asked for and answered.</summary>
/// <param name="Url">The absolute URL of the request, with its delivery directives (_HLS_msn, _HLS_part, _HLS_skip).</param>
/// <param name="RequestedAt">When the request left.</param>
/// <param name="At">When the answer was complete.</param>
/// <param name="Status">HTTP status; 0: no answer came.</param>
/// <param name="Body">The text, decompressed; empty without one.</param>
/// <param name="Headers">What the response said; null: not known, and not checked.</param>
/// <param name="FullBody">For a delta update: the full playlist, asked for at the same time or after it; empty where it was not asked for.</param>
public sealed record PlaylistResponse(
    string Url,
    MonotonicTime RequestedAt,
    MonotonicTime At,
    int Status,
    ReadOnlyMemory<byte> Body,
    ResponseHeaders? Headers = null,
    ReadOnlyMemory<byte> FullBody = default);
