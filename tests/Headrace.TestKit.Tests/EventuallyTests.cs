namespace Headrace.TestKit.Tests;

public sealed class EventuallyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReturnsAsSoonAsTheConditionHolds()
    {
        int asked = 0;
        await Eventually.True(() => ++asked == 3, "asked three times", cancellation: Cancellation);
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task DeadlineThrowsWithTheStateThen()
    {
        int asked = 0;
        TimeoutException failure = await Assert.ThrowsAsync<TimeoutException>(
            () => Eventually.Value(() => { asked++; return (string?)null; }, () => $"asked {asked} times", TimeSpan.FromMilliseconds(1), Cancellation));
        Assert.EndsWith($"asked {asked} times", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExceptionsOfTheProbeAreNotSwallowed() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Eventually.True(bool () => throw new InvalidOperationException(), "never", cancellation: Cancellation));
}
