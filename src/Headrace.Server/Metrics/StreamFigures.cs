using System.Collections.Immutable;
using Headrace.Media.Timeline;
using Headrace.Streaming.Figures;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Ts;

namespace Headrace.Server.Metrics;

/// <summary>A stream at one moment.</summary>
/// <param name="Stream">What it says of itself.</param>
/// <param name="Timeline">What its timeline met.</param>
/// <param name="Delays">Delays of viewers by protocol: over the last seconds.</param>
/// <param name="Hls">What was counted of its HLS.</param>
/// <param name="Ts">What was counted of its live transport stream.</param>
/// <param name="Sync">How its tracks are in time.</param>
internal sealed record StreamFigures(StreamSnapshot Stream, TimelineCounters Timeline, IReadOnlyList<DelayCounts> Delays, HlsFigures Hls, TsFigures Ts, ImmutableArray<TrackSync> Sync);
