using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;

namespace Headrace.Streaming.Flv;

/// <summary>The tags, or chunks of RTMP, of a picture and of the sound that waited for it.</summary>
/// <param name="Buffer">The bytes; the ring holds the reference.</param>
/// <param name="TrackId">Track of its last unit: of the picture, where there is one.</param>
/// <param name="IsLeading">Whether that unit is a leading picture: it refers to what was before the join point that it follows.</param>
/// <param name="PathTime">Path time of its unit, in nanoseconds.</param>
/// <param name="Arrival">When its unit came.</param>
/// <param name="IsJoinPoint">Whether a viewer may begin here.</param>
/// <param name="LastUnit">Where in the bytes the last unit begins.</param>
/// <param name="Entry">At a join point: metadata and configurations for who begins or goes on here; else empty.</param>
/// <param name="Configurations">Where in the entry the configurations begin: who goes on does not need the metadata.</param>
public sealed record FlvGroup(
    MediaBuffer Buffer, int TrackId, bool IsLeading, long PathTime, MonotonicTime Arrival, bool IsJoinPoint, int LastUnit, ReadOnlyMemory<byte> Entry, int Configurations)
    : IPacketGroup
{
    /// <inheritdoc/>
    public int Bytes => Buffer.Capacity;

    /// <inheritdoc/>
    public bool TryRetain() => Buffer.TryRetain();

    /// <inheritdoc/>
    public void Release() => Buffer.Release();
}
