using Headrace.Server.Stats;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Api;

/// <summary>Counters of a stream since it began, and how fast it flowed over the last ten seconds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">Since when it is in that state.</param>
/// <param name="Readers">Viewers.</param>
/// <param name="BitrateIn">Bits a second taken in.</param>
/// <param name="BitrateOut">Bits a second sent to viewers.</param>
/// <param name="FramesPerSecond">Pictures a second.</param>
/// <param name="GopLength">Pictures from key frame to key frame.</param>
/// <param name="BytesIn">Bytes of media taken in.</param>
/// <param name="BytesOut">Bytes sent to viewers.</param>
/// <param name="MemoryBytes">Bytes held for it.</param>
/// <param name="GopsHeld">Groups of pictures held.</param>
/// <param name="Branches">Forms in which it is made ready for viewers.</param>
/// <param name="Tracks">Its tracks.</param>
/// <param name="Timeline">What its timeline met.</param>
internal sealed record StreamStatsResource(
    string Name, string State, DateTime Since, int Readers, double BitrateIn, double BitrateOut, double FramesPerSecond, double GopLength,
    long BytesIn, long BytesOut, long MemoryBytes, int GopsHeld, int Branches, IReadOnlyList<TrackResource> Tracks, TimelineResource Timeline)
{
    internal static StreamStatsResource Of(LiveStream stream, StreamRates rates)
    {
        StreamSnapshot now = stream.Snapshot();
        StreamRate rate = rates.Of(stream);
        return new StreamStatsResource(
            now.Name, ApiWords.Of(now.State), now.Since.UtcDateTime, now.Readers,
            Math.Round(rate.BitrateIn), Math.Round(rate.BitrateOut), Math.Round(rate.FramesPerSecond, 2), Math.Round(rate.GopLength, 2),
            now.BytesIn, now.BytesOut, now.MemoryUsed, now.GopsHeld, now.Branches, [.. now.Tracks.Select(TrackResource.Of)], TimelineResource.Of(stream.TimelineCounters));
    }
}
