namespace Headrace.Manifests.Hls.Client;

/// <summary>Compares what loads bring: servers restart, and caches answer with what was true some time ago.</summary>
internal sealed class PlaylistHistory
{
    /// <summary>So many answers from before in a row are the truth.</summary>
    private const int StaleLoads = 3;

    private int _stale;
    private PlaylistPosition? _staleEnd;

    /// <summary>Says what the next playlist is against the one in force.</summary>
    public PlaylistChange Compare(PlaylistView? before, PlaylistView next)
    {
        if (before is null) return PlaylistChange.Advanced;
        if (next.End >= before.End)
        {
            (_stale, _staleEnd) = (0, null);
            return next.Playlist.LastPosition != before.Playlist.LastPosition || next.Playlist.IsEnded != before.Playlist.IsEnded ? PlaylistChange.Advanced : PlaylistChange.None;
        }

        _stale++;
        bool grows = _staleEnd is { } last && next.Playlist.LastPosition != last;
        _staleEnd = next.Playlist.LastPosition;
        if (next.End > before.First && AreAlike(before, next) && _stale < StaleLoads && !grows) return PlaylistChange.None;
        (_stale, _staleEnd) = (0, null);
        return PlaylistChange.Restarted;
    }

    /// <summary>Whether the first segment that both list is the same.</summary>
    private static bool AreAlike(PlaylistView a, PlaylistView b)
    {
        long number = Math.Max(a.First, b.First);
        return a.Find(number) is { } one && b.Find(number) is { } other && one.Range == other.Range && ClientUris.NameOf(one.Uri).SequenceEqual(ClientUris.NameOf(other.Uri));
    }
}
