using Headrace.Media.Tracks;

namespace Headrace.Media.Timeline;

/// <summary>What the timeline must know of one track of an input.</summary>
/// <param name="TrackId">The path's track that it feeds; it stays over publishers.</param>
/// <param name="Kind">Video, audio or data.</param>
/// <param name="ClockRate">Ticks a second of the input's timestamps.</param>
/// <param name="TimestampBits">Bits after which they wrap: 32 (RTP, RTMP), 33 (MPEG-TS), 64 (never).</param>
/// <param name="OutputClockRate">Ticks a second of the output: 90,000 for video, the sample rate for audio. A unit whose format has another rate changes it.</param>
/// <param name="SharesClock">
/// True when the raw timestamps of all such tracks of the input count from the same instant on one clock (RTMP, MPEG-TS, files); false for
/// RTP, where each track has a clock and a start of its own.
/// </param>
public readonly record struct InputTrack(int TrackId, MediaKind Kind, int ClockRate, int TimestampBits, int OutputClockRate, bool SharesClock);
