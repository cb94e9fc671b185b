using Headrace.Streaming.Events;
using Headrace.TestKit;

namespace Headrace.Streaming.Tests.Events;

public sealed class EventHubTests
{
    private readonly VirtualTime _time = new();
    private readonly EventHub _hub;

    public EventHubTests() => _hub = new EventHub(_time);

    [Fact]
    public void ListenerGetsWhatHappensFromThenOnInOrder()
    {
        Publish(3);
        EventListener listener = _hub.Listen();
        Assert.False(listener.TryRead(out _));
        Publish(3);
        Assert.Equal([3L, 4, 5], Values(listener));
    }

    [Fact]
    public void NumbersIncreaseWithTheTimeOfTheStartSoThatTheyGoOnOverRestarts()
    {
        EventListener listener = _hub.Listen();
        Publish(EventHub.HistoryLength);
        long[] numbers = [.. Read(listener).Select(happened => happened.Id)];
        Assert.Equal(Enumerable.Range(0, EventHub.HistoryLength).Select(i => numbers[0] + i), numbers);
        _time.Advance(TimeSpan.FromSeconds(2));
        EventHub next = new(_time);
        EventListener later = next.Listen();
        next.Publish(new LimitReached(null, "x", 1));
        Assert.True(Assert.Single(Read(later)).Id > numbers[^1]);
        Assert.True(numbers[^1] < 1L << 53);
    }

    [Fact]
    public void ListenerResumesBehindTheNumberThatItHadLast()
    {
        EventListener first = _hub.Listen();
        Publish(5);
        long last = Read(first).ElementAt(1).Id;
        Publish(2);
        Assert.Equal([2L, 3, 4, 5, 6], Values(_hub.Listen(last)));
        Assert.Equal([0L, 1, 2, 3, 4, 5, 6], Values(_hub.Listen(0)));
        Assert.Empty(Values(_hub.Listen(long.MaxValue - 1)));
    }

    [Fact]
    public void HistoryIsBoundedAndWhoeverComesTooLateLearnsWhatIsGone()
    {
        EventListener first = _hub.Listen();
        Publish(1);
        long last = Assert.Single(Read(first)).Id;
        Publish(EventHub.HistoryLength + 10);
        List<MediaEvent> resumed = Read(_hub.Listen(last));
        Assert.Equal(10, Assert.IsType<EventsMissed>(resumed[0]).Count);
        Assert.Equal(last + 10, resumed[0].Id);
        Assert.Equal(EventHub.HistoryLength, resumed.Count - 1);
        Assert.Equal(EventHub.HistoryLength, Values(_hub.Listen(0)).Count());
    }

    [Fact]
    public void SlowListenerLearnsHowManyItMissedAndGoesOn()
    {
        EventListener slow = _hub.Listen();
        EventListener fast = _hub.Listen();
        Publish(3);
        Assert.True(slow.TryRead(out _));
        Assert.Equal(3, Values(fast).Count());
        Publish(EventHub.HistoryLength);
        List<MediaEvent> got = Read(slow);
        Assert.Equal(2, Assert.IsType<EventsMissed>(got[0]).Count);
        Assert.Equal([.. Enumerable.Range(3, EventHub.HistoryLength).Select(i => (long)i)], got.Skip(1).Cast<LimitReached>().Select(happened => happened.Value));
        Assert.Equal(EventHub.HistoryLength, Values(fast).Count());
    }

    [Fact]
    public void NobodyKnowsWhatWasMissedOverARestart()
    {
        Publish(1);
        List<MediaEvent> got = Read(_hub.Listen(5));
        Assert.Null(Assert.IsType<EventsMissed>(got[0]).Count);
        Assert.IsType<LimitReached>(got[1]);
    }

    [Fact]
    public void ListenersAreWokenByAnEventAndByTheEnd()
    {
        EventListener listener = _hub.Listen();
        Task change = listener.NextChange();
        Assert.False(change.IsCompleted);
        Publish(1);
        Assert.True(change.IsCompleted);
        change = listener.NextChange();
        _hub.Complete();
        Assert.True(change.IsCompleted);
        Assert.False(listener.IsAtEnd);
        Assert.Single(Read(listener));
        Assert.True(listener.IsAtEnd);
    }

    [Fact]
    public void NothingIsAllocatedForAnEventThatNobodyListensTo()
    {
        LimitReached[] events = [.. Enumerable.Range(0, 2000).Select(i => new LimitReached(null, "x", i))];
        foreach (LimitReached happened in events.AsSpan(0, 1000)) _hub.Publish(happened);
        Assert.Equal(0, Allocations.OfLeast(() =>
        {
            foreach (LimitReached happened in events.AsSpan(1000)) _hub.Publish(happened);
        }));
    }

    private void Publish(int count)
    {
        for (int i = 0; i < count; i++) _hub.Publish(new LimitReached(null, "x", _count++));
    }

    private long _count;

    private static IEnumerable<long> Values(EventListener listener) => Read(listener).Cast<LimitReached>().Select(happened => happened.Value);

    private static List<MediaEvent> Read(EventListener listener)
    {
        List<MediaEvent> read = [];
        while (listener.TryRead(out MediaEvent? happened)) read.Add(happened);
        return read;
    }
}
