namespace Headrace.Media.Timeline;

/// <summary>
/// Tells a frame of sound that came twice from senders that give two frames one timestamp: after those, the timestamp moves by two frames.
/// </summary>
internal sealed class TwinGuard
{
    private const int Enough = 3;

    private int _evidence;
    private bool _hadTwin;

    /// <summary>True when frames of one timestamp are different frames.</summary>
    public bool AreFrames => _evidence >= Enough;

    public void AddTwin() => _hadTwin = true;

    /// <summary>Adds a step to a new timestamp; both in nanoseconds.</summary>
    public void AddStep(long step, long duration)
    {
        if (!_hadTwin) return;
        _hadTwin = false;
        bool isDouble = duration > 0 && step > duration * 3 / 2 && step < duration * 5 / 2;
        _evidence = isDouble ? Math.Min(_evidence + 1, Enough) : 0;
    }
}
