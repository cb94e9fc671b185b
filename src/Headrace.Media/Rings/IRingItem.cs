using Headrace.Media.Timing;

namespace Headrace.Media.Rings;

/// <summary>What a ring carries: immutable, counted, on a time axis.</summary>
public interface IRingItem
{
    /// <summary>Bytes of memory that it pins.</summary>
    int Bytes { get; }

    /// <summary>Its place on the path's time, in nanoseconds: what pacing goes by.</summary>
    long PathTime { get; }

    /// <summary>When it came: what age and lag go by, so that a sender's burst or jump is nobody's lag.</summary>
    MonotonicTime Arrival { get; }

    /// <summary>True when a reader may begin here.</summary>
    bool IsJoinPoint { get; }

    /// <summary>Adds a reference unless the last one is gone.</summary>
    bool TryRetain();

    /// <summary>Gives a reference back.</summary>
    void Release();
}
