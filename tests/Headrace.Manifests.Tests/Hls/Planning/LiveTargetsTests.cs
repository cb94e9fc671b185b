using Headrace.Manifests.Hls.Planning;

namespace Headrace.Manifests.Tests.Hls.Planning;

public sealed class LiveTargetsTests
{
    [Fact]
    public void HoldBacksAreThreeTargets()
    {
        LiveTargets targets = LiveTargets.For(2, TimeSpan.FromMilliseconds(217), TimeSpan.FromSeconds(20));

        Assert.Equal(TimeSpan.FromSeconds(6), targets.HoldBack);
        Assert.Equal(TimeSpan.FromMilliseconds(651), targets.PartHoldBack);
        Assert.Equal(TimeSpan.FromSeconds(12), targets.CanSkipUntil);
        Assert.True(targets.ToServerControl().CanBlockReload);
    }

    [Fact]
    public void WithoutPartsThereIsNoPartHoldBack() =>
        Assert.Null(LiveTargets.For(2, null, TimeSpan.FromSeconds(20)).PartHoldBack);

    [Theory]
    [InlineData(14, false)]
    [InlineData(15, true)]
    public void SkippingIsOfferedOnlyWhereTheWindowHoldsMoreThanTheBoundary(int windowSeconds, bool offered) =>
        Assert.Equal(offered, LiveTargets.For(2, null, TimeSpan.FromSeconds(windowSeconds)).CanSkipUntil is not null);
}
