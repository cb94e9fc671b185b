using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Streams;

/// <summary>A track as an input announces it.</summary>
/// <param name="Codec">The codec.</param>
/// <param name="Format">Its format, or null when only the media will tell.</param>
/// <param name="ParameterSets">Parameter sets announced out of band.</param>
/// <param name="InputClockRate">Ticks a second of the input's timestamps.</param>
/// <param name="TimestampBits">Width of the input's timestamps: 32 (RTP, RTMP), 33 (MPEG-TS) or 64.</param>
/// <param name="SharesClock">True where all tracks' timestamps count from one instant (RTMP, MPEG-TS); false for RTP.</param>
public sealed record AnnouncedTrack(Codec Codec, TrackFormat? Format, ParameterSets ParameterSets, int InputClockRate, int TimestampBits = 32, bool SharesClock = false);
