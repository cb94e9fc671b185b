using System.Diagnostics.CodeAnalysis;

namespace Headrace.Manifests.Hls;

/// <summary>Makes a full playlist from a delta update and the playlist that the client had (RFC 8216bis, 6.3.7).</summary>
internal static class DeltaUpdate
{
    /// <summary>Fills in what <paramref name="delta"/> skips; a playlist that skips nothing is its own result.</summary>
    /// <param name="previous">An earlier full playlist.</param>
    /// <param name="delta">The update.</param>
    /// <param name="full">The full playlist; null when the result is false. Skipped segments, far behind the live edge, list no parts.</param>
    /// <returns>False when the update skips segments that the earlier playlist does not have: the client has to ask for the full one.</returns>
    public static bool TryApply(MediaPlaylist previous, MediaPlaylist delta, [NotNullWhen(true)] out MediaPlaylist? full)
    {
        full = delta;
        if (delta.SkippedSegments == 0) return true;
        full = null;
        long start = delta.MediaSequence - previous.MediaSequence;
        if (previous.SkippedSegments > 0 || start < 0 || start + delta.SkippedSegments > previous.Segments.Count) return false;

        MediaSegment[] segments = new MediaSegment[delta.SkippedSegments + delta.Segments.Count];
        for (int i = 0; i < delta.SkippedSegments; i++) segments[i] = previous.Segments[(int)start + i] with { Parts = [] };
        MediaSegment last = segments[delta.SkippedSegments - 1];
        for (int i = 0; i < delta.Segments.Count; i++) segments[delta.SkippedSegments + i] = Inherit(delta.Segments[i], last);
        full = delta with
        {
            Segments = new(segments),
            Open = delta.Open is null ? null : Inherit(delta.Open, last),
            SkippedSegments = 0,
            RecentlyRemovedDateRanges = null,
        };
        return true;
    }

    /// <summary>Tags that stood in the skipped part stay in force until the next of their kind.</summary>
    private static MediaSegment Inherit(MediaSegment segment, MediaSegment skipped) => segment with
    {
        Map = segment.Map ?? skipped.Map,
        Keys = segment.Keys.Count > 0 ? segment.Keys : skipped.Keys,
    };
}
