namespace Headrace.Manifests.Hls.Reading;

/// <summary>Collects faults, at most <see cref="PlaylistLimits.Faults"/>; those beyond are dropped.</summary>
internal sealed class FaultList(ICollection<PlaylistFault>? target)
{
    private const int LongestDetail = 200;
    private int _count;

    /// <summary>The line that is being read, from 1.</summary>
    public int Line { get; set; }

    public void Add(PlaylistFaultKind kind, string detail)
    {
        if (target is null || _count >= PlaylistLimits.Faults) return;
        _count++;
        target.Add(new PlaylistFault(kind, Line, detail.Length > LongestDetail ? detail[..LongestDetail] : detail));
    }
}
