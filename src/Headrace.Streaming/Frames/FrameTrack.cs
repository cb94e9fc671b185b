using Headrace.Media.Codecs;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Frames;

/// <summary>A track of frames that an application publishes.</summary>
/// <param name="Codec">The codec.</param>
/// <param name="Format">Its format; null where the frames tell (H.264 and H.265 with parameter sets in them, AV1, VP8, VP9, MPEG audio, AC-3).</param>
/// <param name="ParameterSets">Parameter sets that the frames do not carry, or null.</param>
public sealed record FrameTrack(Codec Codec, TrackFormat? Format = null, ParameterSets? ParameterSets = null)
{
    /// <summary>The track as an input announces it, its times in ticks of <see cref="TimeSpan"/>.</summary>
    internal AnnouncedTrack Announce() => new(Codec, Format, ParameterSets ?? ParameterSets.Empty, (int)TimeSpan.TicksPerSecond, TimestampBits: 64, SharesClock: true);
}
