namespace Headrace.Media.Timeline;

/// <summary>
/// How deeply a track's pictures are reordered: what the stream states, or more where pictures show more. A depth must be seen twice, with a new latest
/// picture in between: reordering comes again and again, a step back of the clock does not. It rises at random access points only.
/// </summary>
internal sealed class ReorderDepth(int seenBefore)
{
    private const int PointsToForget = 2;

    private int _now;
    private int _before;
    private int _pointsSince;
    private bool _hasBegun;

    /// <summary>The depth in force.</summary>
    public int Current { get; private set; }

    /// <summary>The depth that pictures have shown.</summary>
    public int Seen { get; private set; } = seenBefore;

    /// <summary>Takes what a picture shows: so many pictures came before it that are presented after it.</summary>
    public void Observe(int depth)
    {
        if (depth == 0)
        {
            if (_now > _before) (_before, _pointsSince) = (_now, 0);
            _now = 0;
            return;
        }

        _now = Math.Max(_now, Math.Min(depth, TimelineLimits.MaxReorderDepth));
        Seen = Math.Max(Seen, Math.Min(_now, _before));
    }

    /// <summary>Puts a depth into force at a random access point; true when that raised it.</summary>
    public bool Update(int? stated)
    {
        int last = Current;
        Current = Math.Clamp(Math.Max(stated ?? 0, Seen), 0, TimelineLimits.MaxReorderDepth);
        bool raised = _hasBegun && Current > last;
        if (++_pointsSince > PointsToForget) _before = 0;
        _hasBegun = true;
        return raised;
    }
}
