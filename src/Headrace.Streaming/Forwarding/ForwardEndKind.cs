namespace Headrace.Streaming.Forwarding;

/// <summary>What follows from the end of a run.</summary>
public enum ForwardEndKind
{
    /// <summary>It is tried again after a pause.</summary>
    Failed,

    /// <summary>The stream has no media any more: it is waited for.</summary>
    StreamOver,

    /// <summary>The stream is another one now than the target was told: the next run follows at once.</summary>
    StreamChanged,
}
