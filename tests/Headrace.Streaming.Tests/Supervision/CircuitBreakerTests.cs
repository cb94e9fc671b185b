using Headrace.Streaming.Supervision;

namespace Headrace.Streaming.Tests.Supervision;

public sealed class CircuitBreakerTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly CircuitBreaker _breaker = new(new RestartBackOff(TimeSpan.FromSeconds(1), Longest, new Random(1)));

    [Fact]
    public void FiveFailuresInARowOpenItAndEachTryBehindThatIsAProbe()
    {
        double[] limits = [1, 2, 4, 8];
        foreach (double limit in limits)
        {
            Assert.InRange(Fail().TotalSeconds, limit / 2, limit);
            Assert.Equal(BreakerState.Closed, _breaker.State);
        }

        for (int i = 0; i < 3; i++)
        {
            Assert.InRange(Fail(), Longest / 2, Longest);
            Assert.Equal(BreakerState.Open, _breaker.State);
        }
    }

    [Fact]
    public void ProbeThatWorksClosesIt()
    {
        for (int i = 0; i < CircuitBreaker.Threshold; i++) Fail();
        _breaker.BeginTry();
        Assert.Equal(BreakerState.HalfOpen, _breaker.State);
        Assert.InRange(_breaker.EndTry(SourceSupervisor.SteadyAfter).TotalSeconds, 0.5, 1);
        Assert.Equal(BreakerState.Closed, _breaker.State);
        Fail();
        Assert.Equal(BreakerState.Closed, _breaker.State);
    }

    [Fact]
    public void SourceThatComesForAMomentOnlyDoesNotOpenItAndIsTriedWithGrowingPauses()
    {
        double[] limits = [1, 2, 4, 8, 16, 30, 30];
        Assert.All(limits, limit =>
        {
            _breaker.BeginTry();
            Assert.InRange(_breaker.EndTry(CircuitBreaker.BackAfter).TotalSeconds, limit / 2, limit);
            Assert.Equal(BreakerState.Closed, _breaker.State);
        });
    }

    private TimeSpan Fail()
    {
        _breaker.BeginTry();
        return _breaker.EndTry(TimeSpan.Zero);
    }
}
