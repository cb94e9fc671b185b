namespace Headrace.Manifests.Hls.Planning;

/// <summary>What leaves a live playlist (RFC 8216bis, 6.2.2).</summary>
public static class LiveWindow
{
    /// <summary>How many target durations a playlist lasts at least, and how long parts stay listed.</summary>
    private const int LeastTargetDurations = 3;

    /// <summary>How many of the oldest segments may leave, <paramref name="wanted"/> and three target durations staying.</summary>
    public static int CountRemovable(ReadOnlySpan<MediaSegment> segments, int wanted, int targetDuration)
    {
        TimeSpan least = TimeSpan.FromSeconds(LeastTargetDurations * targetDuration);
        TimeSpan kept = TimeSpan.Zero;
        for (int i = segments.Length - 1; i >= 0; i--)
        {
            if (segments.Length - 1 - i >= wanted && kept >= least) return i + 1;
            kept += segments[i].Duration;
        }

        return 0;
    }

    /// <summary>Index of the oldest segment that lists its parts: those before it end more than three target durations before the end.</summary>
    /// <param name="segments">The complete segments.</param>
    /// <param name="open">What the parts behind them last.</param>
    /// <param name="targetDuration">TARGETDURATION in seconds.</param>
    public static int FirstWithParts(ReadOnlySpan<MediaSegment> segments, TimeSpan open, int targetDuration)
    {
        TimeSpan limit = TimeSpan.FromSeconds(LeastTargetDurations * targetDuration);
        TimeSpan behind = open;
        for (int i = segments.Length - 1; i >= 0; i--)
        {
            if (behind > limit) return i + 1;
            behind += segments[i].Duration;
        }

        return 0;
    }
}
