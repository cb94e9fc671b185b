using Headrace.Streaming.Figures;
using Headrace.TestKit;

namespace Headrace.Streaming.Tests.Figures;

public sealed class DurationHistogramTests
{
    private const long Millisecond = 1_000_000;

    private readonly DurationHistogram _histogram = new();

    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.95, 95)]
    [InlineData(0.99, 99)]
    public void QuantilesAreOffByAQuarterAtMost(double part, double milliseconds)
    {
        for (int i = 1; i <= 10_000; i++) _histogram.Record(i * Millisecond / 100);
        Assert.InRange(_histogram.Read().Quantile(part)!.Value.TotalMilliseconds, milliseconds * 0.75, milliseconds * 1.25);
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(16_383, 0)]
    [InlineData(16_384, 16_384)]
    [InlineData(20_479, 16_384)]
    [InlineData(20_480, 20_480)]
    [InlineData(1L << 35, 1L << 35)]
    [InlineData((1L << 36) - 1, 7L << 33)]
    [InlineData(1L << 36, 1L << 36)]
    [InlineData(long.MaxValue, 1L << 36)]
    public void EachDurationFallsInTheBucketThatHoldsIt(long nanoseconds, long from)
    {
        _histogram.Record(nanoseconds);
        Assert.Equal(from / 100, _histogram.Read().Quantile(0)!.Value.Ticks);
    }

    [Fact]
    public void BoundsOfBucketsIncrease()
    {
        long[] bounds = [.. Enumerable.Range(0, DurationHistogram.BucketCount).Select(DurationHistogram.LowerBound)];
        Assert.Equal(bounds.Distinct().Order(), bounds);
    }

    [Fact]
    public void WithoutDurationsThereIsNoQuantile()
    {
        Assert.Null(_histogram.Read().Quantile(0.5));
        Assert.Equal(0, _histogram.Read().Count);
    }

    [Fact]
    public void WhatWasCountedBeforeIsLeftOut()
    {
        for (int i = 0; i < 100; i++) _histogram.Record(1000 * Millisecond);
        DurationCounts before = _histogram.Read();
        for (int i = 0; i < 10; i++) _histogram.Record(2 * Millisecond);
        DurationCounts since = _histogram.Read().Since(before);
        Assert.Equal(10, since.Count);
        Assert.InRange(since.Quantile(1)!.Value.TotalMilliseconds, 1.5, 2.5);
    }

    [Fact]
    public void NothingIsAllocatedForADuration()
    {
        _histogram.Record(Millisecond);
        Assert.Equal(0, Allocations.OfLeast(() =>
        {
            for (int i = 0; i < 1000; i++) _histogram.Record(i * Millisecond);
        }));
    }
}
