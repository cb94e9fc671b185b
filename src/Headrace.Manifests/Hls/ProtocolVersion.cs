namespace Headrace.Manifests.Hls;

/// <summary>The compatibility version that a playlist's content needs (RFC 8216bis, 8). The low-latency tags themselves need none.</summary>
internal static class ProtocolVersion
{
    private const int InitializationVectors = 2;
    private const int FractionalDurations = 3;
    private const int ByteRanges = 4;
    private const int KeyFormats = 5;
    private const int Maps = 6;
    private const int Skips = 9;
    private const int SkippedDateRanges = 10;

    /// <summary>Of a full playlist, or of a delta update where it skips segments.</summary>
    public static int Needed(MediaPlaylist playlist)
    {
        int version = playlist.IsIFramesOnly ? ByteRanges : 1;
        if (playlist.SkippedSegments > 0) version = Skips;
        if (playlist.RecentlyRemovedDateRanges is not null) version = SkippedDateRanges;
        foreach (MediaSegment segment in playlist.Segments) version = Math.Max(version, Needed(segment, playlist.IsIFramesOnly));
        return playlist.Open is null ? version : Math.Max(version, Needed(playlist.Open, playlist.IsIFramesOnly));
    }

    /// <summary>Of a delta update that leaves segments of <paramref name="playlist"/> out.</summary>
    public static int NeededForDelta(MediaPlaylist playlist) => Math.Max(Needed(playlist), Skips);

    /// <summary>Of a Multivariant Playlist: 1, or 7 where captions name a SERVICE.</summary>
    public static int Needed(MultivariantPlaylist playlist)
    {
        foreach (Rendition rendition in playlist.Renditions)
        {
            if (rendition.InstreamId is { } id && id.StartsWith("SERVICE", StringComparison.Ordinal)) return 7;
        }

        return 1;
    }

    private static int Needed(MediaSegment segment, bool isIFramesOnly)
    {
        int version = segment.Duration.Ticks % TimeSpan.TicksPerSecond == 0 ? 1 : FractionalDurations;
        if (segment.Range is not null) version = Math.Max(version, ByteRanges);
        if (segment.Map is not null) version = Math.Max(version, isIFramesOnly ? KeyFormats : Maps);
        foreach (EncryptionKey key in segment.Keys)
        {
            if (key.InitializationVector is not null) version = Math.Max(version, InitializationVectors);
            if (key.KeyFormat is not null || key.KeyFormatVersions is not null) version = Math.Max(version, KeyFormats);
        }

        return version;
    }
}
