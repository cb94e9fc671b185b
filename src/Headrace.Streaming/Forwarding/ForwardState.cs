namespace Headrace.Streaming.Forwarding;

/// <summary>How forwarding to a target is.</summary>
public enum ForwardState
{
    /// <summary>The stream has no media.</summary>
    Waiting,

    /// <summary>The target is being reached.</summary>
    Connecting,

    /// <summary>Media goes there.</summary>
    Forwarding,

    /// <summary>The last try failed; the next one follows after a pause.</summary>
    Failed,
}
