using Headrace.Media.Timeline;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Metrics;

/// <summary>A stream at one moment.</summary>
/// <param name="Stream">What it says of itself.</param>
/// <param name="Timeline">What its timeline met.</param>
internal sealed record StreamFigures(StreamSnapshot Stream, TimelineCounters Timeline);
