using Headrace.Manifests.Dash;
using Headrace.Manifests.Dash.Checking;
using Headrace.Manifests.Hls.Checking;

namespace Headrace.Server.Commands.CheckPlaylist;

/// <summary>Feeds one checker of MPDs from several loops, one observation at a time, and tells each finding when it is made.</summary>
internal sealed class MpdFeed(MpdChecker checker, Action<Finding> tell)
{
    private readonly Lock _gate = new();
    private int _told;
    private int _manifests;
    private int _pieces;
    private int _unfetched;

    /// <summary>MPDs that were read.</summary>
    public int Manifests => Volatile.Read(ref _manifests);

    /// <summary>Segments and init segments that were fetched.</summary>
    public int Pieces => Volatile.Read(ref _pieces);

    /// <summary>Segments that were named and not fetched, because fetching fell behind.</summary>
    public int Unfetched => Volatile.Read(ref _unfetched);

    /// <summary>The last MPD; null before the first.</summary>
    public Mpd? Last => checker.Last;

    public IReadOnlyList<DashSegment> Observe(MpdResponse response)
    {
        lock (_gate)
        {
            if (response.Status is >= 200 and < 300) _manifests++;
            IReadOnlyList<DashSegment> found = checker.Observe(response);
            Tell();
            return found;
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

    /// <summary>Counts a segment that cannot be fetched in time.</summary>
    public void Skip() => Interlocked.Increment(ref _unfetched);

    private void Tell()
    {
        for (; _told < checker.Findings.Count; _told++) tell(checker.Findings[_told]);
    }
}
