using BenchmarkDotNet.Attributes;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Figures;

namespace Headrace.Benchmarks.Figures;

/// <summary>What the numbers cost: once a unit for its stream, and once a unit for each viewer.</summary>
public class CountingBenchmarks
{
    private readonly TrackCounters _counters = new();
    private readonly ProtocolDelays _delays = new StreamDelays(TimeProvider.System).Of("rtsp");
    private readonly MonotonicTime _arrival = MonotonicTime.Now(TimeProvider.System);
    private int _unit;

    [Benchmark]
    public void CountAUnit()
    {
        _unit++;
        _counters.CountUnit(17_500, _unit % 3 == 0 ? PictureKind.P : PictureKind.B, _unit % 60 == 0);
    }

    [Benchmark]
    public void MeasureASend() => _delays.OnSend(_arrival);
}
