using Headrace.TestKit;

namespace Headrace.Server.Tests.Hosting;

/// <summary>The machine's clock is set while the server runs.</summary>
public sealed class ClockWatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, "forward")]
    [InlineData(-1, "back")]
    public async Task StepOfAnHourIsSaidWithWhatItMeans(int hours, string direction)
    {
        SetClock clock = new();
        await using TestHost host = await TestHost.StartAsync(clock: clock);
        clock.Set(TimeSpan.FromHours(hours));
        string line = await Eventually.Value(
            () => host.Loggers.Lines.FirstOrDefault(one => one.Contains("clock of this machine", StringComparison.Ordinal)), () => "the step is said", cancellation: Cancellation);
        Assert.StartsWith($"Warning Headrace.Server The clock of this machine was set {direction} by 3600 s. ", line, StringComparison.Ordinal);
        string page = await File.ReadAllTextAsync(Checkout.PathOf("docs/operations/troubleshooting.md"), Cancellation);
        string documented = line["Warning Headrace.Server ".Length..].Replace($"{direction} by 3600 s", "TEXT by SECONDS s", StringComparison.Ordinal);
        Assert.Contains("### The server's clock is set\n", page, StringComparison.Ordinal);
        Assert.Contains(documented, page, StringComparison.Ordinal);
        using HttpResponseMessage health = await host.Client.GetAsync("health", Cancellation);
        Assert.True(health.IsSuccessStatusCode);
    }

    /// <summary>A wall clock that can be set; its monotonic side goes on.</summary>
    private sealed class SetClock : TimeProvider
    {
        private long _offset;

        public void Set(TimeSpan offset) => Interlocked.Exchange(ref _offset, offset.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));
    }
}
