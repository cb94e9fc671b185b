using System.Diagnostics;
using Headrace.Media.Timing;

namespace Headrace.Transport.Egress;

/// <summary>Those of a pump who have more to send than the ring's next item: they are looked at again after a while. For the pump's thread; each is in it once at most.</summary>
/// <param name="pace">After how long.</param>
internal sealed class PacedEgresses(TimeSpan pace)
{
    private List<Egress> _waiting = [];
    private List<Egress> _now = [];
    private long _since;

    /// <summary>How long the pump may sleep for them.</summary>
    public TimeSpan Patience => _waiting.Count > 0 ? pace : Timeout.InfiniteTimeSpan;

    /// <summary>True when it is time.</summary>
    public bool IsDue => _waiting.Count > 0 && Stopwatch.GetElapsedTime(_since) >= pace;

    /// <summary>Adds one.</summary>
    public void Add(Egress egress)
    {
        if (_waiting.Count == 0) _since = Stopwatch.GetTimestamp();
        _waiting.Add(egress);
    }

    /// <summary>Looks at all.</summary>
    public void Run(MonotonicTime now)
    {
        (_waiting, _now) = (_now, _waiting);
        foreach (Egress egress in _now) egress.RunPaced(now);
        _now.Clear();
    }
}
