namespace Headrace.Streaming.Supervision;

/// <summary>How long to wait before something that ended is started again: twice as long each time up to a cap, and never quite as long as others wait.</summary>
/// <remarks>Not thread-safe: it belongs to one loop.</remarks>
internal sealed class RestartBackOff
{
    private readonly TimeSpan _first;
    private readonly TimeSpan _cap;
    private readonly Random _random;
    private TimeSpan _next;

    /// <summary>A back-off that begins with up to <paramref name="first"/>.</summary>
    /// <param name="first">The longest first wait.</param>
    /// <param name="cap">The longest wait of all; not shorter than <paramref name="first"/>.</param>
    /// <param name="random">Source of the jitter.</param>
    public RestartBackOff(TimeSpan first, TimeSpan cap, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(first, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(cap, first);
        _first = first;
        _cap = cap;
        _random = random;
        _next = first;
    }

    /// <summary>The next wait: between half of the present limit and all of it.</summary>
    public TimeSpan Next()
    {
        TimeSpan limit = _next;
        _next = limit * 2 < _cap ? limit * 2 : _cap;
        return limit * (0.5 + _random.NextDouble() / 2);
    }

    /// <summary>The longest wait, with the same jitter; those that follow are as long.</summary>
    public TimeSpan Longest()
    {
        _next = _cap;
        return Next();
    }

    /// <summary>Begins anew: what was started has worked.</summary>
    public void Reset() => _next = _first;
}
