using Headrace.Manifests.Hls.Planning;

namespace Headrace.Streaming.Hls;

/// <summary>Finds the frame duration of a track from its first decode times, and whether it is constant.</summary>
internal static class FrameRateEstimator
{
    /// <summary>Frames that are looked at before a part plan is made.</summary>
    public const int FramesNeeded = 10;

    /// <summary>Frame rates that cameras and encoders have; timestamps of whole milliseconds are within 1 % of one of them.</summary>
    private static readonly (int Units, int Rate)[] Usual =
    [
        (1, 5), (1, 6), (1, 8), (1, 10), (1, 12), (1, 15), (1, 20), (1001, 24_000), (1, 24), (1, 25), (1001, 30_000), (1, 30), (1, 48), (1, 50), (1001, 60_000), (1, 60),
        (1001, 120_000), (1, 120),
    ];

    /// <summary>The part plan that fits the frames of <paramref name="decodeTimes"/>, at least two.</summary>
    public static PartPlan Plan(ReadOnlySpan<long> decodeTimes, int clockRate, bool isVideo, TimeSpan partDuration)
    {
        long longest = 0;
        long shortest = long.MaxValue;
        for (int i = 1; i < decodeTimes.Length; i++)
        {
            long interval = decodeTimes[i] - decodeTimes[i - 1];
            longest = Math.Max(longest, interval);
            shortest = Math.Min(shortest, interval);
        }

        // Two milliseconds: the grid of millisecond timestamps, at both ends of an interval.
        long tolerance = Math.Max(clockRate / 500, 1);
        int count = decodeTimes.Length - 1;
        long total = decodeTimes[^1] - decodeTimes[0];
        if (longest - shortest > tolerance) return PartPlan.ForVariableRate(TimeSpan.FromSeconds(2.0 * longest / clockRate), partDuration);
        return PartPlan.ForFixedRate(isVideo ? Nearest(total, count, clockRate) : new FrameInterval(total / count, clockRate), partDuration);
    }

    private static FrameInterval Nearest(long total, int count, int clockRate)
    {
        double seconds = (double)total / count / clockRate;
        foreach ((int units, int rate) in Usual)
        {
            if (Math.Abs((double)units / rate / seconds - 1) < 0.0004) return new FrameInterval(units, rate);
        }

        // Millisecond timestamps: the mean over few frames is not exact; a usual rate within a millisecond over all of them is meant.
        foreach ((int units, int rate) in Usual)
        {
            if (Math.Abs((double)units / rate - seconds) * count < 0.0012) return new FrameInterval(units, rate);
        }

        return new FrameInterval(total, clockRate * count);
    }
}
