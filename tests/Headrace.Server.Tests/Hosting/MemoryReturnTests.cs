using Headrace.Media.Timing;
using Headrace.Server.Hosting;

namespace Headrace.Server.Tests.Hosting;

public sealed class MemoryReturnTests
{
    private const long Mega = 1024 * 1024;

    [Fact]
    public void MemoryIsReturnedOnceAfterAPeak()
    {
        MemoryReturn memory = new();
        Assert.False(memory.IsDue(0, At(0)));
        Assert.False(memory.IsDue(300 * Mega, At(10)));
        Assert.False(memory.IsDue(300 * Mega, At(31)));
        Assert.False(memory.IsDue(10 * Mega, At(50)));
        Assert.True(memory.IsDue(10 * Mega, At(62)));
        Assert.False(memory.IsDue(0, At(95)));
    }

    [Theory]
    [InlineData(300, 200)]
    [InlineData(120, 1)]
    public void SmallChangesAreNotWorthAPause(long peak, long used)
    {
        MemoryReturn memory = new();
        memory.IsDue(peak * Mega, At(1));
        Assert.False(memory.IsDue(used * Mega, At(40)));
    }

    private static MonotonicTime At(double seconds) => new((long)(seconds * 1e9));
}
