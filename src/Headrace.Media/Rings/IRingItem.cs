namespace Headrace.Media.Rings;

/// <summary>What a ring carries: immutable, counted, on a time axis.</summary>
public interface IRingItem
{
    /// <summary>Bytes of memory that it pins.</summary>
    int Bytes { get; }

    /// <summary>Its place on the path's time, in nanoseconds.</summary>
    long PathTime { get; }

    /// <summary>True when a reader may begin here.</summary>
    bool IsJoinPoint { get; }

    /// <summary>Adds a reference unless the last one is gone.</summary>
    bool TryRetain();

    /// <summary>Gives a reference back.</summary>
    void Release();
}
