namespace Headrace.Streaming.Hls;

/// <summary>
/// When media is there, compared with its time on the path: how much the server's monotonic clock is ahead of path time when a part is complete. What a stall or a burst does to few parts is passed over.
/// Written by one thread, read by others.
/// </summary>
internal sealed class ArrivalDelay
{
    private const int Kept = 32;
    private const int PassedOver = 3;

    private readonly long[] _offsets = new long[Kept];
    private int _count;

    /// <summary>Notes a part.</summary>
    /// <param name="offset">The clock when it was complete, less its end on the path, in nanoseconds.</param>
    public void Note(long offset)
    {
        int count = _count;
        Volatile.Write(ref _offsets[count % Kept], offset);
        Volatile.Write(ref _count, count + 1);
    }

    /// <summary>The offset that nearly all parts keep, in nanoseconds; null before the first part.</summary>
    public long? Find()
    {
        int count = Math.Min(Volatile.Read(ref _count), Kept);
        if (count == 0) return null;
        long[] sorted = _offsets[..count];
        Array.Sort(sorted);
        return sorted[Math.Max(count - 1 - PassedOver * count / Kept, 0)];
    }
}
