using Headrace.Media.Timing;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Timing;

public sealed class MonotonicTimeTests
{
    private static readonly MonotonicTime Noon = new(43_200_000_000_000);

    [Fact]
    public void TimesAreComparedAndTheEarlierOneIsTaken()
    {
        MonotonicTime later = Noon + TimeSpan.FromTicks(1);
        Assert.True(Noon < later && later > Noon && Noon <= later && later >= Noon);
        Assert.Equal((Noon, Noon), (MonotonicTime.Earlier(Noon, later), MonotonicTime.Earlier(later, Noon)));
        Assert.Equal(Noon, MonotonicTime.Earlier(MonotonicTime.Never, Noon));
        Assert.Equal([Noon, later], new[] { later, Noon }.Order());
    }

    [Fact]
    public void WhatLiesBetweenTwoTimesLeadsFromOneToTheOther()
    {
        TimeSpan hour = TimeSpan.FromHours(1);
        Assert.Equal(46_800_000_000_000, (Noon + hour).Nanoseconds);
        Assert.Equal(Noon, MonotonicTime.Add(Noon, hour) - hour);
        Assert.Equal((hour, -hour), (MonotonicTime.Subtract(Noon + hour, Noon), Noon - (Noon + hour)));
    }

    [Fact]
    public void TimeIsThatOfTheClock()
    {
        VirtualTime clock = new();
        MonotonicTime begin = MonotonicTime.Now(clock);
        clock.Advance(TimeSpan.FromMilliseconds(1500));
        Assert.Equal(1_500_000_000, MonotonicTime.Now(clock).Nanoseconds - begin.Nanoseconds);
    }
}
