namespace Headrace.Streaming.Supervision;

/// <summary>State of the circuit breaker of a source, as the API names it.</summary>
public enum BreakerState
{
    /// <summary>It works, or failed a few times: tries follow each other with growing pauses.</summary>
    Closed,

    /// <summary>It failed again and again: it is left alone for the longest pause.</summary>
    Open,

    /// <summary>One try after that pause: it shows whether the source is back.</summary>
    HalfOpen,
}
