namespace Headrace.Manifests.Dash.Reading;

/// <summary>Collects faults, at most <see cref="MpdLimits.Faults"/>; those beyond are dropped.</summary>
internal sealed class MpdFaults(ICollection<MpdFault>? target)
{
    private const int LongestDetail = 200;
    private int _count;

    public void Add(MpdFaultKind kind, string detail)
    {
        if (target is null || _count >= MpdLimits.Faults) return;
        _count++;
        target.Add(new MpdFault(kind, detail.Length > LongestDetail ? detail[..LongestDetail] : detail));
    }
}
