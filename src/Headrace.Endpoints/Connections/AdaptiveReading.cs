using Headrace.Media.Timing;
using Headrace.Streaming.Pressure;

namespace Headrace.Endpoints.Connections;

/// <summary>
/// How fast a publisher that adapts to its socket is read while memory is short: at half of what it sent before from <see cref="PressureLevel.High"/> on, at a quarter when
/// it is critical. What is not read fills the socket, and the encoder sends less. Used by the connection's loop.
/// </summary>
internal sealed class AdaptiveReading
{
    /// <summary>Longest pause: the peer is still heard.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private MonotonicTime _windowStart;
    private MonotonicTime _dueAt;
    private long _windowBytes;
    private double _bytesPerSecond;

    /// <summary>How long to wait after a read before the next one.</summary>
    /// <param name="bytes">What was read.</param>
    /// <param name="level">How short memory is.</param>
    /// <param name="now">The present instant.</param>
    public TimeSpan PauseAfter(int bytes, PressureLevel level, MonotonicTime now)
    {
        if (level < PressureLevel.High)
        {
            Measure(bytes, now);
            return TimeSpan.Zero;
        }

        if (_bytesPerSecond <= 0) return TimeSpan.Zero;
        double allowed = _bytesPerSecond / (level == PressureLevel.Critical ? 4 : 2);
        _dueAt = (_dueAt > now ? _dueAt : now) + TimeSpan.FromSeconds(bytes / allowed);
        TimeSpan pause = _dueAt - now;
        return pause < MaxPause ? pause : MaxPause;
    }

    private void Measure(int bytes, MonotonicTime now)
    {
        _windowBytes += bytes;
        TimeSpan passed = now - _windowStart;
        if (passed < Window) return;
        _bytesPerSecond = _windowBytes / passed.TotalSeconds;
        (_windowStart, _windowBytes) = (now, 0);
    }
}
