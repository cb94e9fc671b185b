using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Planning;

namespace Headrace.Manifests.Tests.Hls.Planning;

public sealed class LiveWindowTests
{
    [Theory]
    [InlineData(12, 2.0, 10, 2)]
    [InlineData(10, 2.0, 10, 0)]
    [InlineData(4, 2.0, 2, 1)]
    [InlineData(8, 0.5, 2, 0)]
    [InlineData(14, 0.5, 2, 2)]
    public void RemovalKeepsTheWantedCountAndThreeTargetDurations(int count, double seconds, int wanted, int removable) =>
        Assert.Equal(removable, LiveWindow.CountRemovable(Segments(count, seconds), wanted, 2));

    [Theory]
    [InlineData(10, 0, 6)]
    [InlineData(10, 0.2, 7)]
    [InlineData(2, 1, 0)]
    public void PartsStayListedForThreeTargetDurations(int count, double openSeconds, int first) =>
        Assert.Equal(first, LiveWindow.FirstWithParts(Segments(count, 2), TimeSpan.FromSeconds(openSeconds), 2));

    private static MediaSegment[] Segments(int count, double seconds) =>
        [.. Enumerable.Range(0, count).Select(i => new MediaSegment { Uri = $"{i}.m4s", Duration = TimeSpan.FromSeconds(seconds) })];
}
