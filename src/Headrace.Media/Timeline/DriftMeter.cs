using Headrace.Media.Timing;

namespace Headrace.Media.Timeline;

/// <summary>
/// Measures how fast a sender's clock runs: by how much the least delay of its media behind arrival changes, between samples that are ten seconds
/// apart, over two minutes at most and half a minute at least. Jitter of a millisecond is worth 8 to 33 ppm.
/// </summary>
internal sealed class DriftMeter
{
    private const long Interval = 10 * Timebase.NanosecondsPerSecond;
    private const int Samples = 13;
    private const int Needed = 4;

    private readonly long[] _times = new long[Samples];
    private readonly long[] _delays = new long[Samples];
    private int _next;
    private int _held;
    private long _lastLook = long.MinValue / 2;
    private double _sum;
    private int _count;
    private DriftRate _rate;

    /// <summary>What was measured; null while too little is known.</summary>
    public DriftRate? Rate => _count == 0 ? null : _rate;

    /// <summary>The track was anchored anew: delays before and after it do not compare.</summary>
    public void Break() => _held = 0;

    /// <summary>Takes a sample where one is due.</summary>
    public void Observe(long now, ArrivalModel arrivals)
    {
        if (now - _lastLook < Interval) return;
        _lastLook = now;
        // The least of ten seconds: before that it would fall only because more units are looked at.
        if (arrivals.Since > now - Interval || !arrivals.TryGetLeast(now, out long delay)) return;
        _times[_next] = now;
        _delays[_next] = delay;
        _held = Math.Min(_held + 1, Samples);
        int oldest = (_next - _held + 1 + Samples) % Samples;
        _next = (_next + 1) % Samples;
        if (_held < Needed) return;
        double rate = -1_000_000.0 * (delay - _delays[oldest]) / (now - _times[oldest]);
        _sum += rate;
        _rate = _count++ == 0 ? new DriftRate(rate, rate, rate, rate) : new DriftRate(rate, Math.Min(_rate.Least, rate), Math.Max(_rate.Greatest, rate), _sum / _count);
    }
}
