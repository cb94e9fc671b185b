using Headrace.Media.Timing;
using Headrace.Streaming.Pressure;

namespace Headrace.Streaming.Tests.Pressure;

public sealed class PressureGaugeTests
{
    private readonly PressureGauge _gauge = new();
    private readonly PressureThresholds _thresholds = new();
    private MonotonicTime _now;

    [Theory]
    [InlineData(0, PressureLevel.Normal)]
    [InlineData(24, PressureLevel.Normal)]
    [InlineData(25, PressureLevel.Low)]
    [InlineData(50, PressureLevel.Medium)]
    [InlineData(75, PressureLevel.High)]
    [InlineData(89, PressureLevel.High)]
    [InlineData(90, PressureLevel.Critical)]
    [InlineData(500, PressureLevel.Critical)]
    public void RisesAtOnceToTheLevelOfTheUse(long used, PressureLevel expected)
    {
        Assert.Equal(expected != PressureLevel.Normal, Look(used));
        Assert.Equal(expected, _gauge.Level);
    }

    [Fact]
    public void FallsByOneLevelASecondInTheOppositeOrder()
    {
        Look(95);
        List<PressureLevel> levels = [];
        for (int i = 0; i < 50; i++)
        {
            _now += TimeSpan.FromMilliseconds(100);
            if (Look(0)) levels.Add(_gauge.Level);
        }

        Assert.Equal([PressureLevel.High, PressureLevel.Medium, PressureLevel.Low, PressureLevel.Normal], levels);
        Assert.Equal(TimeSpan.FromSeconds(5), _now - default(MonotonicTime));
    }

    [Fact]
    public void UseThatHoversAtAThresholdChangesNothing()
    {
        Look(50);
        for (int i = 0; i < 100; i++)
        {
            _now += TimeSpan.FromSeconds(1);
            Assert.False(Look(i % 2 == 0 ? 46 : 51));
        }

        Assert.True(Look(44));
        Assert.Equal(PressureLevel.Low, _gauge.Level);
    }

    [Fact]
    public void WithoutALimitThereIsNoPressure()
    {
        Assert.False(_gauge.Update(long.MaxValue, 0, _thresholds, _now));
        Assert.Equal(PressureLevel.Normal, _gauge.Level);
    }

    private bool Look(long used) => _gauge.Update(used, 100, _thresholds, _now);
}
