using Headrace.Media.Timeline;

namespace Headrace.Media.Tests.Timeline;

public sealed class RateWindowTests
{
    private const long Ms = 1_000_000;

    [Theory]
    [InlineData(10_500_000)]
    [InlineData(100_000)]
    [InlineData(1_200_000)]
    public void ConstantRateIsMeasured(long speed)
    {
        long? measured = Run(t => t * speed / 1_000_000, jitterMs: 20);
        Assert.NotNull(measured);
        Assert.InRange(measured.Value, speed * 97 / 100, speed * 103 / 100);
    }

    [Fact]
    public void RightClockSaysNothing() => Assert.Null(Run(t => t, jitterMs: 60));

    [Fact]
    public void BurstSaysNothing() => Assert.Null(Run(t => t + (t > 4000 * Ms ? 5000 * Ms : 0), jitterMs: 20));

    [Fact]
    public void StallThatIsCaughtUpSaysNothing() => Assert.Null(Run(t => t is > (3000 * Ms) and < (6000 * Ms) ? (3000 * Ms) + ((t - (3000 * Ms)) / 50) : t, jitterMs: 0));

    private static long? Run(Func<long, long> media, int jitterMs)
    {
        var window = new RateWindow(250 * Ms);
        var random = new Random(4);
        for (long t = 0; t < 10_000 * Ms; t += 40 * Ms)
        {
            if (window.Add(t + (random.Next(jitterMs + 1) * Ms), media(t), 50_000, out long speed)) return speed;
        }

        return null;
    }
}
