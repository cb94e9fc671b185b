namespace Headrace.Manifests.Hls;

/// <summary>Which segments a delta update may leave out (RFC 8216bis, 6.2.5.1).</summary>
internal static class SkipBoundary
{
    /// <summary>
    /// How many of the oldest segments lie wholly farther than CAN-SKIP-UNTIL from the end of the last complete segment; none where the
    /// playlist offers no delta updates or has ended. Parts behind the last segment do not move that end.
    /// </summary>
    public static int CountSkippable(MediaPlaylist playlist)
    {
        if (playlist.ServerControl is not { CanSkipUntil: { } boundary } || playlist.IsEnded) return 0;
        TimeSpan behind = TimeSpan.Zero;
        for (int i = playlist.Segments.Count - 1; i >= 0; i--)
        {
            if (behind > boundary) return i + 1;
            behind += playlist.Segments[i].Duration;
        }

        return 0;
    }
}
