namespace Headrace.Media.Timeline;

/// <summary>Timestamps of a unit as the input carries them, in raw ticks of the input's clock; bits above the timestamp's width are ignored.</summary>
/// <param name="Presentation">Presentation time.</param>
/// <param name="Decode">Decode time where the input carries one (RTMP and MPEG-TS: always give it; it equals the presentation time where a unit states none), or null (RTP).</param>
public readonly record struct InputTimestamps(long Presentation, long? Decode = null);
