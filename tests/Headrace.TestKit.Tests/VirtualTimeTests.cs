namespace Headrace.TestKit.Tests;

public sealed class VirtualTimeTests
{
    private readonly VirtualTime _time = new();

    [Fact]
    public void StandsStillUntilItIsMoved()
    {
        DateTimeOffset before = _time.GetUtcNow();
        long timestamp = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), _time.GetUtcNow() - before);
        Assert.Equal(TimeSpan.FromSeconds(3), _time.GetElapsedTime(timestamp));
    }

    [Fact]
    public void TimersFireInOrderEachAtItsOwnTime()
    {
        List<string> fired = [];
        using ITimer late = Timer("late", 30, Timeout.Infinite);
        using ITimer periodic = Timer("tick", 10, 20);
        _time.Advance(TimeSpan.FromMilliseconds(55));
        Assert.Equal(["tick 10", "late 30", "tick 30", "tick 50"], fired);

        ITimer Timer(string name, int due, int period) => _time.CreateTimer(
            _ => fired.Add($"{name} {_time.Elapsed.TotalMilliseconds}"), null, TimeSpan.FromMilliseconds(due), TimeSpan.FromMilliseconds(period));
    }

    [Fact]
    public void TimerThatIsChangedOrDisposedDoesNotFire()
    {
        int fired = 0;
        using ITimer changed = _time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        ITimer disposed = _time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        changed.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        disposed.Dispose();
        Assert.Equal(TimeSpan.FromSeconds(5), _time.NextDue);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, fired);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, fired);
        Assert.Null(_time.NextDue);
    }

    [Fact]
    public async Task DelaysOfTheFrameworkFollowIt()
    {
        Task delay = Task.Delay(TimeSpan.FromHours(1), _time, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.False(delay.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(1));
        await delay;
    }
}
