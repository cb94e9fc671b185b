using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Timing;

namespace Headrace.Server.Commands.CheckPlaylist;

/// <summary>Feeds one checker from several loops, one observation at a time, and tells each finding when it is made.</summary>
internal sealed class CheckerFeed(PlaylistChecker checker, Action<Finding> tell)
{
    private readonly Lock _gate = new();
    private int _told;
    private int _playlists;
    private int _pieces;
    private int _unfetched;

    /// <summary>Playlists that were read.</summary>
    public int Playlists => Volatile.Read(ref _playlists);

    /// <summary>Segments, parts and initialization sections that were fetched.</summary>
    public int Pieces => Volatile.Read(ref _pieces);

    /// <summary>Pieces that were listed and not fetched, because fetching fell behind.</summary>
    public int Unfetched => Volatile.Read(ref _unfetched);

    public void Observe(PlaylistResponse response)
    {
        lock (_gate)
        {
            if (response.Status is >= 200 and < 300) _playlists++;
            checker.Observe(response);
            Tell();
        }
    }

    public void Observe(MediaFact fact)
    {
        lock (_gate)
        {
            _pieces++;
            checker.Observe(fact);
            Tell();
        }
    }

    public void Finish(MonotonicTime at)
    {
        lock (_gate)
        {
            checker.Finish(at);
            Tell();
        }
    }

    /// <summary>Counts a piece that cannot be fetched in time.</summary>
    public void Skip() => Interlocked.Increment(ref _unfetched);

    private void Tell()
    {
        for (; _told < checker.Findings.Count; _told++) tell(checker.Findings[_told]);
    }
}
