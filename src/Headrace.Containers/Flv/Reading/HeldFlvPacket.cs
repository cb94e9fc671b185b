using Headrace.Media.Buffers;
using Headrace.Media.Timing;

namespace Headrace.Containers.Flv.Reading;

/// <summary>A frame that waits until it is clear which tracks there are.</summary>
internal readonly record struct HeldFlvPacket(FlvTrackReader Track, MediaBuffer Data, uint Timestamp, int Offset, bool IsKeyFrame, MonotonicTime Arrival);
