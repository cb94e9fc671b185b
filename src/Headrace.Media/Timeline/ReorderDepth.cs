namespace Headrace.Media.Timeline;

/// <summary>
/// How deeply a track's pictures are reordered: what the stream states, or more where pictures show more. It rises at random access points only.
/// </summary>
internal sealed class ReorderDepth
{
    /// <summary>More than encoders' pyramids reach: to be believed it must be seen in two groups of pictures, lest a small step back passes for reordering.</summary>
    private const int BelievedAtOnce = 4;

    private int _seen;
    private int _doubtful;
    private bool _isDoubtOld;
    private bool _hasBegun;

    public ReorderDepth(int seenBefore) => _seen = seenBefore;

    /// <summary>The depth in force.</summary>
    public int Current { get; private set; }

    /// <summary>The depth that pictures have shown.</summary>
    public int Seen => _seen;

    /// <summary>Takes what a picture shows: so many pictures came before it that are presented after it.</summary>
    public void Observe(int depth)
    {
        depth = Math.Min(depth, TimelineLimits.MaxReorderDepth);
        if (depth <= _seen) return;
        if (depth <= BelievedAtOnce)
        {
            _seen = depth;
        }
        else if (_isDoubtOld && _doubtful > 0)
        {
            _seen = Math.Max(_seen, Math.Min(depth, _doubtful));
        }
        else
        {
            _doubtful = Math.Max(_doubtful, depth);
        }
    }

    /// <summary>Puts a depth into force at a random access point; true when that raised it.</summary>
    public bool Update(int? stated)
    {
        int before = Current;
        Current = Math.Clamp(Math.Max(stated ?? 0, _seen), 0, TimelineLimits.MaxReorderDepth);
        bool raised = _hasBegun && Current > before;
        _isDoubtOld = _doubtful > 0 && !_isDoubtOld;
        if (!_isDoubtOld) _doubtful = 0;
        _hasBegun = true;
        return raised;
    }
}
