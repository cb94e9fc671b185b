using Headrace.Streaming.Supervision;

namespace Headrace.Streaming.Tests.Supervision;

public sealed class RestartBackOffTests
{
    [Fact]
    public void PausesDoubleUpToTheCapAndBeginAnewAfterSuccess()
    {
        RestartBackOff backOff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), new Random(1));
        double[] limits = [1, 2, 4, 5, 5];
        foreach (double limit in limits) Assert.InRange(backOff.Next().TotalSeconds, limit / 2, limit);
        backOff.Reset();
        Assert.InRange(backOff.Next().TotalSeconds, 0.5, 1);
    }

    [Fact]
    [Trait("Pain", "9")]
    public void ManyThatFailedTogetherDoNotComeBackTogether()
    {
        TimeSpan[] pauses = [.. Enumerable.Range(0, 100).Select(seed => new RestartBackOff(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), new Random(seed)).Next())];
        Assert.True(pauses.Max() - pauses.Min() > TimeSpan.FromSeconds(3));
        Assert.Equal(100, pauses.Distinct().Count());
    }

    [Fact]
    public void CapBelowTheFirstPauseIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RestartBackOff(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), new Random(1)));
}
