using Headrace.Streaming.Figures;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Stats;

/// <summary>How a stream flowed over the last seconds.</summary>
/// <param name="BitrateIn">Bits a second taken in.</param>
/// <param name="BitrateOut">Bits a second sent to viewers.</param>
/// <param name="PacketsPerSecond">Packets a second taken in, where its transport has packets.</param>
/// <param name="FramesPerSecond">Pictures a second.</param>
/// <param name="GopLength">Pictures from key frame to key frame on average, 0 where none came.</param>
/// <param name="LossRate">Part of the packets that never came, 0 to 1.</param>
/// <param name="ErrorRate">Part of the units that did not go on, 0 to 1.</param>
/// <param name="Delays">Delays of viewers by protocol; null before it was looked at twice.</param>
internal readonly record struct StreamRate(
    double BitrateIn, double BitrateOut, double PacketsPerSecond, double FramesPerSecond, double GopLength, double LossRate, double ErrorRate, IReadOnlyList<DelayCounts>? Delays)
{
    /// <summary>What happened between two moments of a stream.</summary>
    internal static StreamRate Between(StreamSnapshot first, StreamSnapshot last, double seconds)
    {
        long frames = last.Frames - first.Frames;
        long keyFrames = last.KeyFrames - first.KeyFrames;
        // A publisher that returns counts its packets anew.
        long packets = Math.Max(0, last.Packets - first.Packets);
        long lost = Math.Max(0, last.PacketsLost - first.PacketsLost);
        long units = last.Tracks.Sum(track => track.Units) - first.Tracks.Sum(track => track.Units);
        long dropped = last.Tracks.Sum(track => track.Dropped) - first.Tracks.Sum(track => track.Dropped);
        return new StreamRate(
            8 * (last.BytesIn - first.BytesIn) / seconds, 8 * (last.BytesOut - first.BytesOut) / seconds, packets / seconds, frames / seconds,
            keyFrames > 0 ? (double)frames / keyFrames : 0, Part(lost, packets), Part(dropped, units), [.. last.Delays.Select(delays => delays.Since(first.Delays))]);
    }

    private static double Part(long some, long others) => some > 0 ? (double)some / (some + others) : 0;
}
