using Headrace.Media.Timing;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>Reads segments of one form, one behind the other. What a server sends never throws; what is wrong is a clause for an operator. Not thread-safe.</summary>
internal abstract class SegmentReader : IDisposable
{
    /// <summary>A segment begins.</summary>
    /// <param name="init">Its initialization section; empty where it has none.</param>
    /// <param name="isAfterBreak">Whether it does not follow from the one before.</param>
    /// <param name="now">The present instant.</param>
    /// <returns>Why it cannot be read; null where it can.</returns>
    public abstract string? Begin(ReadOnlyMemory<byte> init, bool isAfterBreak, MonotonicTime now);

    /// <summary>Takes the next bytes of it. Why the rest cannot be read, or null.</summary>
    public abstract string? Read(ReadOnlySpan<byte> bytes, MonotonicTime now);

    /// <summary>It has come to its end. What was wrong with it, or null.</summary>
    public abstract string? Complete();

    /// <summary>Gives back what is held.</summary>
    public abstract void Dispose();
}
