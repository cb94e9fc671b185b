using System.Numerics;

namespace Headrace.Streaming.Figures;

/// <summary>
/// Counts durations in fixed buckets, four to each doubling from 16 µs to 69 s: a quantile read from it is off by a quarter at most. Nothing is allocated for a
/// duration. Thread-safe.
/// </summary>
internal sealed class DurationHistogram
{
    private const int FirstOctave = 14;
    private const int Octaves = 22;
    private const int PerOctave = 4;
    internal const int BucketCount = 1 + Octaves * PerOctave + 1;

    private readonly long[] _counts = new long[BucketCount];

    /// <summary>Counts a duration.</summary>
    /// <param name="nanoseconds">Its length; one below zero counts as zero.</param>
    public void Record(long nanoseconds) => Interlocked.Increment(ref _counts[IndexOf(nanoseconds)]);

    /// <summary>What was counted up to now.</summary>
    public DurationCounts Read()
    {
        long[] counts = new long[BucketCount];
        for (int i = 0; i < counts.Length; i++) counts[i] = Volatile.Read(ref _counts[i]);
        return new DurationCounts(counts);
    }

    /// <summary>The shortest duration of a bucket, in nanoseconds.</summary>
    internal static long LowerBound(int index)
    {
        if (index == 0) return 0;
        (int octave, int quarter) = Math.DivRem(index - 1, PerOctave);
        return (long)(PerOctave + quarter) << (FirstOctave + octave - 2);
    }

    private static int IndexOf(long nanoseconds)
    {
        if (nanoseconds < 1L << FirstOctave) return 0;
        int octave = BitOperations.Log2((ulong)nanoseconds);
        if (octave >= FirstOctave + Octaves) return BucketCount - 1;
        return 1 + (octave - FirstOctave) * PerOctave + (int)(nanoseconds >> (octave - 2)) - PerOctave;
    }
}
