using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;

namespace Headrace.Streaming.Mp4;

/// <summary>The fragments of a picture and of the sound that came with it, one for each track.</summary>
/// <param name="Buffer">The bytes; the ring holds the reference.</param>
/// <param name="TrackId">Track of the picture, or of the sound where there is none.</param>
/// <param name="IsLeading">Whether the picture is a leading one: it refers to what was before the join point that it follows.</param>
/// <param name="PathTime">Path time of its first unit, in nanoseconds.</param>
/// <param name="Arrival">When that came.</param>
/// <param name="IsJoinPoint">Whether a viewer may begin here.</param>
/// <param name="Sound">Where in the bytes the fragments of the sound begin, behind that of the picture.</param>
public sealed record Mp4Group(MediaBuffer Buffer, int TrackId, bool IsLeading, long PathTime, MonotonicTime Arrival, bool IsJoinPoint, int Sound)
    : IPacketGroup
{
    /// <inheritdoc/>
    public int Bytes => Buffer.Capacity;

    /// <inheritdoc/>
    public bool TryRetain() => Buffer.TryRetain();

    /// <inheritdoc/>
    public void Release() => Buffer.Release();
}
