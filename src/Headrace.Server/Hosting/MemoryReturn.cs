using Headrace.Media.Buffers;
using Headrace.Media.Timing;

namespace Headrace.Server.Hosting;

/// <summary>
/// Gives memory back to the system after a peak. The collector keeps what streams that have ended needed, as long as nobody allocates; an operator
/// sees a server that has grown and does not shrink.
/// </summary>
internal sealed class MemoryReturn
{
    /// <summary>What must have become free for it to be worth the pause.</summary>
    internal const long Least = 128L * 1024 * 1024;

    /// <summary>How often it looks, and may collect.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private MonotonicTime _next;
    private long _peak;

    /// <summary>Whether less than half of the peak since the last time is in use, and the rest is much.</summary>
    /// <param name="used">Bytes of media in use.</param>
    /// <param name="now">The present instant.</param>
    internal bool IsDue(long used, MonotonicTime now)
    {
        _peak = Math.Max(_peak, used);
        if (now < _next) return false;
        _next = now + Interval;
        if (used > _peak / 2 || _peak - used < Least) return false;
        _peak = used;
        return true;
    }

    /// <summary>Collects all that is free and lets the system have it. Pauses the process for some tens of milliseconds.</summary>
    internal static void Collect(MediaBufferPool pool)
    {
        pool.Trim();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
