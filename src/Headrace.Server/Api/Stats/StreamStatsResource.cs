using Headrace.Server.Stats;
using Headrace.Streaming.Figures;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Ts;

namespace Headrace.Server.Api.Stats;

/// <summary>Counters of a stream since it began, and how it flowed over the last ten seconds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">Since when it is in that state.</param>
/// <param name="Readers">Viewers.</param>
/// <param name="BitrateIn">Bits a second taken in.</param>
/// <param name="BitrateOut">Bits a second sent to viewers.</param>
/// <param name="PacketsPerSecond">Packets a second taken in, where its transport has packets.</param>
/// <param name="FramesPerSecond">Pictures a second.</param>
/// <param name="GopLength">Pictures from key frame to key frame.</param>
/// <param name="LossRate">Part of the packets that never came, 0 to 1.</param>
/// <param name="ErrorRate">Part of the pictures and audio frames that were not passed on, 0 to 1.</param>
/// <param name="BytesIn">Bytes of media taken in.</param>
/// <param name="BytesOut">Bytes sent to viewers.</param>
/// <param name="Gops">Groups of pictures that began.</param>
/// <param name="MemoryBytes">Bytes held for it.</param>
/// <param name="GopsHeld">Groups of pictures held.</param>
/// <param name="Ring">What is held for viewers that join.</param>
/// <param name="Branches">Forms in which it is made ready for viewers.</param>
/// <param name="Delays">How long media takes through the server, for each protocol by which it was viewed.</param>
/// <param name="Stability">How steadily it is published.</param>
/// <param name="Viewers">What is worst among its viewers.</param>
/// <param name="Tracks">Its tracks.</param>
/// <param name="Timeline">What its timeline met.</param>
/// <param name="MpegTs">What was counted of its live transport stream.</param>
/// <param name="Hls">What was counted of its HLS.</param>
internal sealed record StreamStatsResource(
    string Name, string State, DateTime Since, int Readers, double BitrateIn, double BitrateOut, double PacketsPerSecond, double FramesPerSecond, double GopLength, double LossRate, double ErrorRate,
    long BytesIn, long BytesOut, long Gops, long MemoryBytes, int GopsHeld, RingResource Ring, int Branches, IReadOnlyList<DelayResource> Delays, StabilityResource Stability,
    ViewersResource Viewers, IReadOnlyList<TrackResource> Tracks, TimelineResource Timeline, TsStatsResource MpegTs, HlsStatsResource Hls)
{
    internal static StreamStatsResource Of(LiveStream stream, StreamRates rates)
    {
        StreamSnapshot now = stream.Snapshot();
        StreamRate rate = rates.Of(stream);
        return new StreamStatsResource(
            now.Name, ApiWords.Of(now.State), now.Since.UtcDateTime, now.Readers,
            Math.Round(rate.BitrateIn), Math.Round(rate.BitrateOut), Math.Round(rate.PacketsPerSecond, 1), Math.Round(rate.FramesPerSecond, 2), Math.Round(rate.GopLength, 2),
            Math.Round(rate.LossRate, 6), Math.Round(rate.ErrorRate, 6),
            now.BytesIn, now.BytesOut, now.KeyFrames, now.MemoryUsed, now.Ring.Gops, RingResource.Of(now.Ring), now.Branches,
            DelaysOf(rate.Delays ?? now.Delays, now), StabilityResource.Of(now.Stability), ViewersResource.Of(now.Viewers),
            [.. now.Tracks.Select(track => TrackResource.Of(stream, track))], TimelineResource.Of(stream.TimelineCounters), TsStatsResource.Of(TsBranch.FiguresOf(stream)), HlsStatsResource.Of(HlsBranch.FiguresOf(stream)));
    }
    private static IReadOnlyList<DelayResource> DelaysOf(IReadOnlyList<DelayCounts> lately, StreamSnapshot now) =>
        [.. now.Delays.Select(all => DelayResource.Of(lately.FirstOrDefault(counts => counts.Protocol == all.Protocol) ?? all, all))];
}
