using Headrace.Media.Buffers;

namespace Headrace.Media.Tests.Buffers;

public sealed class MediaBufferTests
{
    private readonly MediaBufferPool _pool = new(retainedLimit: 1024 * 1024);

    [Fact]
    public void LastReleaseReturnsTheBytesToThePool()
    {
        MediaBuffer buffer = _pool.Copy([1, 2, 3]);
        buffer.Retain();
        buffer.Release();
        Assert.Equal(1, _pool.Outstanding);
        Assert.Equal([1, 2, 3], buffer.Span.ToArray());
        buffer.Release();
        Assert.Equal(0, _pool.Outstanding);
        Assert.Equal(0, _pool.OutstandingBytes);
        Assert.Equal(256, _pool.RetainedBytes);
    }

    [Fact]
    public void StaleHandleThrowsAlsoWhenItsBlockIsInUseAgain()
    {
        MediaBuffer stale = _pool.Copy([1]);
        stale.Release();
        MediaBuffer other = _pool.Copy([2]);
        Assert.Throws<InvalidOperationException>(() => stale.Span.Length);
        Assert.Throws<InvalidOperationException>(() => stale.Release());
        Assert.False(stale.TryRetain());
        Assert.Equal(2, other.Span[0]);
        other.Release();
    }

    [Fact]
    public void OneReleaseTooManyThrows()
    {
        MediaBuffer buffer = _pool.Copy([1]);
        buffer.Release();
        Assert.Throws<InvalidOperationException>(() => buffer.Release());
    }

    [Fact]
    public void EmptyBufferCostsNothing()
    {
        MediaBuffer empty = _pool.Copy([]);
        Assert.True(empty.TryRetain());
        empty.Release();
        empty.Release();
        Assert.Equal(0, _pool.Outstanding);
        Assert.True(empty.Span.IsEmpty);
    }

    [Theory]
    [InlineData(1, 256)]
    [InlineData(256, 256)]
    [InlineData(257, 320)]
    [InlineData(320, 320)]
    [InlineData(321, 384)]
    [InlineData(449, 512)]
    [InlineData(513, 640)]
    [InlineData(1_000_000, 1024 * 1024)]
    [InlineData(MediaBufferPool.MaxLength, MediaBufferPool.MaxLength)]
    public void CapacityIsTheNextSizeClass(int length, int capacity) =>
        Assert.Equal(capacity, MediaBufferPool.CapacityOf(MediaBufferPool.ClassOf(length)));

    [Fact]
    public void EverySizeFitsItsClassAndWastesAQuarterAtMost()
    {
        for (int length = 257; length < 300_000; length += 7)
        {
            int capacity = MediaBufferPool.CapacityOf(MediaBufferPool.ClassOf(length));
            Assert.InRange(capacity, length, length + length / 4);
        }
    }

    [Fact]
    public void FreeBytesBeyondTheLimitGoToTheCollector()
    {
        MediaBufferPool pool = new(retainedLimit: 512);
        MediaBuffer[] buffers = [pool.Copy([1]), pool.Copy([2]), pool.Copy([3])];
        foreach (MediaBuffer buffer in buffers) buffer.Release();
        Assert.Equal(512, pool.RetainedBytes);
    }

    [Fact]
    public void HalfOfWhatIsInUseIsKeptToo()
    {
        MediaBufferPool pool = new(retainedLimit: 512);
        MediaBuffer[] buffers = [.. Enumerable.Range(0, 12).Select(_ => pool.Copy([1]))];
        foreach (MediaBuffer buffer in buffers[..6]) buffer.Release();
        Assert.Equal(3 * 256, pool.RetainedBytes);
        foreach (MediaBuffer buffer in buffers[6..]) buffer.Release();
        Assert.Equal(512, pool.RetainedBytes);
    }

    [Fact]
    public void SizesThatNobodyAsksForGiveWayToThoseThatAreAskedFor()
    {
        const int Small = 1024;
        MediaBufferPool pool = new(retainedLimit: 64 * Small);
        MediaBuffer[] large = [.. Enumerable.Range(0, 4).Select(_ => pool.Copy(new byte[16 * Small]))];
        foreach (MediaBuffer buffer in large) buffer.Release();
        Assert.Equal(64 * Small, pool.RetainedBytes);
        pool.Copy(new byte[Small]).Release();
        long free = pool.RetainedBytes;
        MediaBuffer again = pool.Copy(new byte[Small]);
        Assert.Equal(free - Small, pool.RetainedBytes);
        again.Release();
    }

    [Fact]
    public void TrimmedPoolKeepsNothing()
    {
        MediaBufferPool pool = new();
        MediaBuffer used = pool.Copy([1]);
        pool.Copy([2]).Release();
        pool.Trim();
        Assert.Equal(0, pool.RetainedBytes);
        Assert.Equal(1, pool.Outstanding);
        used.Release();
        Assert.Equal(256, pool.RetainedBytes);
    }

    [Fact]
    public void AccountsAreChargedByCapacityUpToTheRoot()
    {
        MemoryAccount all = new("all", 1000);
        MemoryAccount one = new("one", 300, all);
        MediaBuffer buffer = _pool.Copy(new byte[10], one);
        Assert.Equal(256, one.Used);
        Assert.Equal(256, all.Used);
        Assert.False(one.IsOver);
        MediaBuffer more = _pool.Copy(new byte[10], one);
        Assert.True(one.IsOver);
        Assert.False(all.IsOver);
        Assert.Equal(512, one.Look());
        buffer.Release();
        more.Release();
        Assert.Equal(0, all.Used);
        Assert.Equal(512, one.Peak);
    }

    [Fact]
    public void WhatAnAccountsOwnersHoldIsPartOfIt()
    {
        MemoryAccount all = new("all", 0);
        MemoryAccount one = new("one", 0, all);
        Assert.Same(one.Of("input"), one.Of("input"));
        MediaBuffer input = _pool.Copy(new byte[10], one.Of("input"));
        MediaBuffer output = _pool.Copy(new byte[300], one.Of("output"));
        MediaBuffer own = _pool.Copy(new byte[10], one);
        Assert.Equal((256, 320, 832, 832), (one.Of("input").Used, one.Of("output").Used, one.Used, all.Used));
        input.Release();
        output.Release();
        Assert.Equal((256, 256), (one.Used, all.Used));
        own.Release();
        Assert.Equal(0, all.Used);
    }

    [Fact]
    public void WriterGrowsKeepsItsBytesAndHandsThemOver()
    {
        using MediaBufferWriter writer = new(_pool, initialCapacity: 16);
        byte[] expected = new byte[5000];
        new Random(1).NextBytes(expected);
        for (int i = 0; i < expected.Length; i += 50) writer.Write(expected.AsSpan(i, 50));
        MediaBuffer buffer = writer.Detach();
        Assert.Equal(expected, buffer.Span.ToArray());
        Assert.Equal(0, writer.Length);
        Assert.Equal(1, _pool.Outstanding);
        buffer.Release();
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void DisposedWriterGivesBackWhatItWrote()
    {
        MediaBufferWriter writer = new(_pool);
        writer.Write([1, 2, 3]);
        writer.Dispose();
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void SteadyStateAllocatesNothing()
    {
        using MediaBufferWriter writer = new(_pool);
        byte[] bytes = new byte[3000];
        for (int i = 0; i < 10; i++) Round();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) Round();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Round()
        {
            writer.Write(bytes);
            writer.Detach().Release();
        }
    }

    [Fact]
    public async Task ReadersThatRaceTheLastReleaseEitherRetainOrSeeItGone()
    {
        for (int round = 0; round < 200; round++)
        {
            MediaBuffer buffer = _pool.Copy([7, 7, 7]);
            Task[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                for (int i = 0; i < 50; i++)
                {
                    if (!buffer.TryRetain()) return;
                    Assert.Equal(7, buffer.Span[2]);
                    buffer.Release();
                }
            }))];
            buffer.Release();
            await Task.WhenAll(readers);
        }

        Assert.Equal(0, _pool.Outstanding);
    }
}
