using BenchmarkDotNet.Attributes;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Events;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Benchmarks.Pressure;

/// <summary>What the memory budget costs a unit: charging its block to its owner, stream and server and giving it back, and looking how short memory is.</summary>
public class PressureBenchmarks
{
    private readonly byte[] _unit = new byte[200];
    private readonly MediaBufferPool _pool = new();
    private MemoryAccount _account = null!;
    private StreamPressure _pressure = null!;
    private MonotonicTime _now;

    [GlobalSetup]
    public void Setup()
    {
        StreamRegistry streams = new(new StreamRegistryOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        LiveStream stream = streams.Configure("cam", new StreamOptions());
        _pressure = stream.Pressure;
        _account = stream.Memory.Of("input");
        _now = MonotonicTime.Now(TimeProvider.System);
    }

    /// <summary>A block out of the pool and back, charged to nobody: what the next is to be compared with.</summary>
    [Benchmark(Baseline = true)]
    public int Uncharged() => Rent(null);

    /// <summary>The same, charged.</summary>
    [Benchmark]
    public int Charged() => Rent(_account);

    /// <summary>The look at ingest, with a clock that moves as at 100 units a second.</summary>
    [Benchmark]
    public bool Look()
    {
        _now += TimeSpan.FromMilliseconds(10);
        return _pressure.Update(_now);
    }

    private int Rent(MemoryAccount? account)
    {
        MediaBuffer buffer = _pool.Copy(_unit, account);
        int length = buffer.Length;
        buffer.Release();
        return length;
    }
}
