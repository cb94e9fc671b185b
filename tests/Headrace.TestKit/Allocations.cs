namespace Headrace.TestKit;

/// <summary>Counts what code allocates.</summary>
public static class Allocations
{
    /// <summary>
    /// Bytes that the calling thread allocates in the least of some rounds, all of which are run. A collection that another test brings about hands the thread a new piece of the heap, which counts as
    /// allocated, and a pool that is shared may have to grow: neither happens in every round.
    /// </summary>
    public static long OfLeast(Action round, int rounds = 4)
    {
        long least = long.MaxValue;
        for (int i = 0; i < rounds; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
