using Headrace.Media.Buffers;
using Headrace.Media.Rings;
using Headrace.Media.Timing;

namespace Headrace.Media.Tests.Rings;

public sealed class BroadcastRingTests
{
    private static readonly long Second = TimeSpan.FromSeconds(1).Ticks * 100;
    private readonly MediaBufferPool _pool = new();
    private long _time;

    [Fact]
    public void ReaderGetsEveryItemInOrderFromTheNewestJoinPoint()
    {
        using BroadcastRing<Item> ring = new(new RingLimits());
        Publish(ring, gops: 2, framesPerGop: 5);
        RingReader<Item> reader = new(ring, TimeSpan.FromSeconds(2), 0);
        Assert.Equal(5, reader.Begin(atNext: false, 0));
        Assert.Equal([5, 6, 7, 8, 9], Drain(reader));
        Publish(ring, gops: 1, framesPerGop: 3);
        Assert.Equal([10, 11, 12], Drain(reader));
        Assert.Equal(0, reader.Skips);
    }

    [Fact]
    public void ReaderThatWantsTheNextJoinPointWaitsForIt()
    {
        using BroadcastRing<Item> ring = new(new RingLimits());
        Publish(ring, gops: 1, framesPerGop: 3);
        RingReader<Item> reader = new(ring, TimeSpan.FromSeconds(2), 0);
        Assert.Equal(-1, reader.Begin(atNext: true, 0));
        PublishOne(ring, isJoinPoint: false);
        Assert.Empty(Drain(reader));
        PublishOne(ring, isJoinPoint: true);
        Assert.Equal([4], Drain(reader));
        Assert.Equal(0, reader.SkippedItems);
    }

    [Fact]
    public void OvertakenReaderResumesAtJoinPointAndCountsDrops()
    {
        using BroadcastRing<Item> ring = new(new RingLimits { MaxItems = 8, JoinPoints = 100 });
        Publish(ring, gops: 1, framesPerGop: 2);
        RingReader<Item> reader = new(ring, TimeSpan.FromSeconds(100), 0);
        reader.Begin(false, 0);
        Publish(ring, gops: 4, framesPerGop: 4, frame: Second);
        Assert.Equal(7 * Second, reader.Lag);
        Assert.Equal([10, 11, 12, 13, 14, 15, 16, 17], Drain(reader));
        Assert.Equal(1, reader.Skips);
        Assert.Equal(10, reader.SkippedItems);
    }

    [Fact]
    public void ReaderBeyondHisLagGoesOnAtTheNextJoinPointAfterHisCursor()
    {
        using BroadcastRing<Item> ring = new(new RingLimits { JoinPoints = 100 });
        PublishOne(ring, isJoinPoint: true);
        RingReader<Item> reader = new(ring, TimeSpan.FromSeconds(2), 0);
        reader.Begin(false, 0);
        Assert.Equal([0], Drain(reader));
        Publish(ring, gops: 3, framesPerGop: 30, frame: Second / 30);
        List<long> got = Drain(reader);
        Assert.Equal(31, got[0]);
        Assert.Equal(60, got.Count);
        Assert.Equal(1, reader.Skips);
        Assert.Equal(30, reader.SkippedItems);
    }

    [Fact]
    public void ReaderBeyondHisLagWaitsWhenThereIsNoJoinPointYet()
    {
        using BroadcastRing<Item> ring = new(new RingLimits());
        PublishOne(ring, isJoinPoint: true);
        RingReader<Item> reader = new(ring, TimeSpan.FromSeconds(1), 0);
        reader.Begin(false, 0);
        Assert.Equal([0], Drain(reader));
        for (int i = 0; i < 60; i++) PublishOne(ring, isJoinPoint: false, Second / 30);
        Assert.Empty(Drain(reader));
        PublishOne(ring, isJoinPoint: false, Second / 30);
        PublishOne(ring, isJoinPoint: true, Second / 30);
        Assert.Equal([62], Drain(reader));
        Assert.Equal(1, reader.Skips);
        Assert.Equal(61, reader.SkippedItems);
    }

    [Fact]
    public void BacklogAtTheStartIsNotLagAndIsPaced()
    {
        using BroadcastRing<Item> ring = new(new RingLimits { MaxDuration = TimeSpan.FromSeconds(60) });
        PublishOne(ring, isJoinPoint: true, 0);
        for (int i = 0; i < 300; i++) PublishOne(ring, isJoinPoint: false, Second / 30);
        RingReader<Item> reader = new(ring, TimeSpan.FromSeconds(2), burstRate: 8);
        reader.Begin(false, nowNanoseconds: 0);
        Assert.Equal(16, Drain(reader, now: 0).Count);
        Assert.Equal(120, Drain(reader, now: Second / 2).Count);
        Assert.Equal(165, Drain(reader, now: 2 * Second).Count);
        Assert.Equal(0, reader.Skips);
    }

    [Fact]
    public void BacklogOfARingThatHasEndedIsGivenAtOnce()
    {
        using BroadcastRing<Item> ring = new(new RingLimits { MaxDuration = TimeSpan.FromSeconds(60) });
        PublishOne(ring, isJoinPoint: true, 0);
        for (int i = 0; i < 300; i++) PublishOne(ring, isJoinPoint: false, Second / 30);
        RingReader<Item> reader = new(ring, TimeSpan.FromSeconds(2), burstRate: 8);
        reader.Begin(false, nowNanoseconds: 0);
        Assert.Equal(16, Drain(reader, now: 0).Count);
        ring.Complete();
        Assert.Equal(285, Drain(reader, now: 0).Count);
        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [InlineData(200, 200)]
    [InlineData(1500, 1500)]
    [InlineData(5000, 4096)]
    public void RingHoldsAsManyItemsAsItMay(int published, int held)
    {
        using BroadcastRing<Item> ring = new(new RingLimits());
        Publish(ring, gops: 1, framesPerGop: 1);
        Publish(ring, gops: 1, framesPerGop: published - 1);
        Assert.Equal(published - held, ring.Tail);
        for (long i = ring.Tail; i < ring.Head; i++)
        {
            Item item = ring.TryTake(i)!;
            Assert.Equal(i, item.Number);
            item.Release();
        }
    }

    [Fact]
    public void RingKeepsTheNewestGroupsAndAtLeastTheLag()
    {
        using BroadcastRing<Item> ring = new(new RingLimits { JoinPoints = 2, MinDuration = TimeSpan.Zero });
        Publish(ring, gops: 5, framesPerGop: 10);
        Assert.Equal(2, ring.JoinPoints);
        Assert.Equal(30, ring.Tail);
        using BroadcastRing<Item> lagging = new(new RingLimits { JoinPoints = 2, MinDuration = TimeSpan.FromSeconds(2) });
        Publish(lagging, gops: 50, framesPerGop: 3, frame: Second / 30);
        Assert.InRange(lagging.Head - lagging.Tail, 60, 63);
    }

    [Fact]
    public void BytesAndTimeBoundAnEndlessGroup()
    {
        using BroadcastRing<Item> ring = new(new RingLimits { MaxBytes = 256 * 10 });
        PublishOne(ring, isJoinPoint: true);
        for (int i = 0; i < 100; i++) PublishOne(ring, isJoinPoint: false);
        Assert.Equal(10, ring.Head - ring.Tail);
        Assert.Equal(-1, ring.NewestJoinPoint);
        Assert.Equal(10, _pool.Outstanding);
        using BroadcastRing<Item> timed = new(new RingLimits { MaxDuration = TimeSpan.FromSeconds(1) });
        for (int i = 0; i < 100; i++) PublishOne(timed, isJoinPoint: false, Second / 10);
        Assert.InRange(timed.Head - timed.Tail, 10, 11);
    }

    [Fact]
    public void DisposedRingGivesAllBuffersBackAndReadersSeeTheEnd()
    {
        BroadcastRing<Item> ring = new(new RingLimits());
        Publish(ring, gops: 2, framesPerGop: 3);
        RingReader<Item> reader = new(ring, TimeSpan.FromSeconds(2), 0);
        reader.Begin(false, 0);
        ring.Dispose();
        Assert.Equal(0, _pool.Outstanding);
        Assert.Empty(Drain(reader));
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void ObserversAreToldOfEachItem()
    {
        using BroadcastRing<Item> ring = new(new RingLimits());
        CountingObserver observer = new();
        ring.Subscribe(observer);
        PublishOne(ring, true);
        PublishOne(ring, false);
        ring.Unsubscribe(observer);
        PublishOne(ring, false);
        Assert.Equal(2, observer.Count);
    }

    [Fact]
    public void ReadingAllocatesNothing()
    {
        using BroadcastRing<Item> ring = new(new RingLimits());
        Publish(ring, gops: 1, framesPerGop: 1000);
        RingReader<Item> reader = new(ring, TimeSpan.FromHours(1), 0);
        reader.Begin(false, 0);
        reader.TryRead(0)!.Release();
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.TryRead(0) is { } item) item.Release();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public Task ReadersThatRaceTheWriterNeverSeeHolesOrStaleBytes() =>
        RaceAsync(new RingLimits { MaxItems = 16, JoinPoints = 2, MinDuration = TimeSpan.Zero }, 30_000);

    [Fact]
    public async Task ReadersThatRaceTheWriterSeeTheSameItemsWhileSlotsBecomeMore()
    {
        for (int i = 0; i < 20; i++) await RaceAsync(new RingLimits { MaxItems = 4096, JoinPoints = 500 }, 6_000);
    }

    private async Task RaceAsync(RingLimits limits, int items)
    {
        using BroadcastRing<Item> ring = new(limits);
        bool isDone = false;
        Task<long>[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            RingReader<Item> reader = new(ring, TimeSpan.FromHours(1), 0);
            reader.Begin(false, 0);
            long last = -1;
            long count = 0;
            while (!Volatile.Read(ref isDone) || !reader.IsAtEnd)
            {
                if (reader.TryRead(0) is not { } item) continue;
                Assert.Equal((byte)item.Number, item.Buffer.Span[0]);
                Assert.True(item.Number == last + 1 || item.IsJoinPoint, "a hole not at a join point");
                last = item.Number;
                count++;
                item.Release();
            }

            return count;
        }))];
        for (int i = 0; i < items; i++) PublishOne(ring, isJoinPoint: i % 5 == 0);
        ring.Complete();
        Volatile.Write(ref isDone, true);
        foreach (long count in await Task.WhenAll(readers)) Assert.True(count > 0);
        ring.Clear();
        Assert.Equal(0, _pool.Outstanding);
    }

    private static List<long> Drain(RingReader<Item> reader, long now = 0)
    {
        List<long> numbers = [];
        while (reader.TryRead(now) is { } item)
        {
            numbers.Add(item.Number);
            item.Release();
        }

        return numbers;
    }

    private void Publish(BroadcastRing<Item> ring, int gops, int framesPerGop, long frame = 1)
    {
        for (int gop = 0; gop < gops; gop++)
        {
            for (int i = 0; i < framesPerGop; i++) PublishOne(ring, i == 0, frame);
        }
    }

    private void PublishOne(BroadcastRing<Item> ring, bool isJoinPoint, long frame = 1)
    {
        _time += frame;
        ring.Publish(new Item(ring.Head, _pool.Copy([(byte)ring.Head]), _time, isJoinPoint));
    }

    private sealed record Item(long Number, MediaBuffer Buffer, long PathTime, bool IsJoinPoint) : IRingItem
    {
        public int Bytes => Buffer.Capacity;

        public MonotonicTime Arrival => new(PathTime);

        public bool TryRetain() => Buffer.TryRetain();

        public void Release() => Buffer.Release();
    }

    private sealed class CountingObserver : IRingObserver
    {
        public int Count { get; private set; }

        public void OnPublished() => Count++;
    }
}
