namespace Headrace.Streaming.Supervision;

/// <summary>How a <see cref="ChildFilter"/> ended.</summary>
internal enum ChildFilterEnd
{
    /// <summary>Well.</summary>
    Done,

    /// <summary>There is no such program, or it may not be run.</summary>
    NotStarted,

    /// <summary>It ended with an error, or answered with too much.</summary>
    Failed,

    /// <summary>It took too long.</summary>
    TimedOut,
}
