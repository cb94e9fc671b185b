using BenchmarkDotNet.Attributes;
using Headrace.Media.Rings;
using Headrace.Media.Timing;

namespace Headrace.Benchmarks.Rings;

/// <summary>A unit into a ring, and out of it to each reader on one thread: divide by <see cref="Readers"/> for the cost of a unit and reader.</summary>
public class RingBenchmarks : IDisposable
{
    private const long FrameNanoseconds = 33_333_333;

    private readonly BroadcastRing<Item> _ring = new(new RingLimits());
    private RingReader<Item>[] _readers = [];
    private long _next;

    [Params(1, 200, 1000)]
    public int Readers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _ring.Publish(new Item(0, IsJoinPoint: true));
        _readers = [.. Enumerable.Range(0, Readers).Select(_ => new RingReader<Item>(_ring, TimeSpan.FromSeconds(2), 0))];
        foreach (RingReader<Item> reader in _readers) reader.Begin(false, 0);
    }

    [Benchmark]
    public int PublishAndRead()
    {
        _next++;
        _ring.Publish(new Item(_next * FrameNanoseconds, _next % 60 == 0));
        int bytes = 0;
        foreach (RingReader<Item> reader in _readers)
        {
            while (reader.TryRead(0) is { } item)
            {
                bytes += item.Bytes;
                item.Release();
            }
        }

        return bytes;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _ring.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What a ring keeps, with a reference count as buffers have.</summary>
    private sealed record Item(long PathTime, bool IsJoinPoint) : IRingItem
    {
        private int _references = 1;

        public MonotonicTime Arrival => new(PathTime);

        public int Bytes => 17_500;

        public bool TryRetain()
        {
            Interlocked.Increment(ref _references);
            return true;
        }

        public void Release() => Interlocked.Decrement(ref _references);
    }
}
