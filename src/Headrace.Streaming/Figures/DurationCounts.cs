namespace Headrace.Streaming.Figures;

/// <summary>What a <see cref="DurationHistogram"/> had counted at some moment, or between two. Immutable.</summary>
public sealed class DurationCounts
{
    private readonly long[] _counts;

    internal DurationCounts(long[] counts)
    {
        _counts = counts;
        Count = counts.Sum();
    }

    /// <summary>Number of durations.</summary>
    public long Count { get; }

    /// <summary>What was counted since an earlier moment of the same histogram.</summary>
    public DurationCounts Since(DurationCounts earlier) => new([.. _counts.Zip(earlier._counts, static (now, then) => now - then)]);

    /// <summary>The duration that a part of all do not exceed; null when there are none.</summary>
    /// <param name="part">The part, 0 to 1.</param>
    public TimeSpan? Quantile(double part)
    {
        if (Count == 0) return null;
        double left = part * Count;
        int i = 0;
        while (i < _counts.Length - 1 && (_counts[i] == 0 || left > _counts[i])) left -= _counts[i++];
        long from = DurationHistogram.LowerBound(i);
        long to = i < _counts.Length - 1 ? DurationHistogram.LowerBound(i + 1) : from;
        return TimeSpan.FromTicks((long)(from + left / _counts[i] * (to - from)) / 100);
    }
}
