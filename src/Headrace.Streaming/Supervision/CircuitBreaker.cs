namespace Headrace.Streaming.Supervision;

/// <summary>
/// When a source that ended is tried again. Closed, tries follow each other with growing pauses. After <see cref="Threshold"/> failures in a row it opens: the source is
/// left alone for the longest pause, then one try (half-open) shows whether it is back; if not, it opens again. It never gives up.
/// </summary>
/// <remarks>Not thread-safe: it belongs to one loop.</remarks>
/// <param name="backOff">The pauses.</param>
internal sealed class CircuitBreaker(RestartBackOff backOff)
{
    /// <summary>Failures in a row that open it.</summary>
    public const int Threshold = 5;

    /// <summary>A source that worked this long is back: what ended is no failure of the kind that counts.</summary>
    public static readonly TimeSpan BackAfter = TimeSpan.FromSeconds(2);

    private int _failures;

    /// <summary>Its state.</summary>
    public BreakerState State { get; private set; }

    /// <summary>A try begins.</summary>
    public void BeginTry()
    {
        if (State == BreakerState.Open) State = BreakerState.HalfOpen;
    }

    /// <summary>A try ended.</summary>
    /// <param name="worked">How long media came.</param>
    /// <returns>How long to wait before the next one.</returns>
    public TimeSpan EndTry(TimeSpan worked)
    {
        if (worked >= SourceSupervisor.SteadyAfter) backOff.Reset();
        if (worked >= BackAfter)
        {
            _failures = 0;
            State = BreakerState.Closed;
            return backOff.Next();
        }

        _failures++;
        if (State == BreakerState.Closed && _failures < Threshold) return backOff.Next();
        State = BreakerState.Open;
        return backOff.Longest();
    }
}
