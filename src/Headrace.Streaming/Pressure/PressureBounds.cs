using Headrace.Media.Rings;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Pressure;

/// <summary>How much is held at a level: the bounds of rings.</summary>
internal static class PressureBounds
{
    /// <summary>Bounds of the ring of units: groups of pictures by number, bytes and time.</summary>
    public static RingLimits Units(StreamOptions options, PressureLevel level, long bound) => new()
    {
        JoinPoints = level switch
        {
            PressureLevel.Normal => options.Gops,
            PressureLevel.Low => (options.Gops + 1) / 2,
            _ => 1,
        },
        MinDuration = options.MaxLag + TimeSpan.FromSeconds(0.5),
        MaxDuration = options.GopDuration,
        MaxBytes = options.GopBytes > 0 ? Math.Min(options.GopBytes, Bytes(level, bound)) : Bytes(level, bound),
    };

    /// <summary>Bounds of a ring of packets: one group, and what a viewer may lag.</summary>
    public static RingLimits Packets(StreamOptions options, PressureLevel level, long bound) => new()
    {
        JoinPoints = 1,
        MinDuration = options.MaxLag + TimeSpan.FromSeconds(0.5),
        MaxBytes = Bytes(level, bound),
    };

    /// <summary>Half of what the stream may hold, less where that is short. Without a limit the number and the time bound a ring.</summary>
    private static long Bytes(PressureLevel level, long bound) => bound == 0 ? long.MaxValue : level switch
    {
        PressureLevel.Normal or PressureLevel.Low => bound / 2,
        PressureLevel.Medium => bound / 4,
        _ => bound / 8,
    };
}
