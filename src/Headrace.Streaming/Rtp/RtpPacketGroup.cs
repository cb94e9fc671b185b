using System.Collections.Immutable;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Sending;
using Headrace.Streaming.Branches;
using Headrace.Transport.Udp;

namespace Headrace.Streaming.Rtp;

/// <summary>
/// What one send takes to a viewer: the packets of a video frame and of the sound that waited for it, each behind its interleaved header
/// (RFC 2326, 10.12), in one buffer.
/// </summary>
/// <param name="Buffer">The packets; the ring holds the reference.</param>
/// <param name="TrackId">Track of its last unit: of the picture, where there is one.</param>
/// <param name="IsLeading">Whether that unit is a leading picture: it refers to what was before the join point that it follows.</param>
/// <param name="PathTime">Path time of its unit, in nanoseconds.</param>
/// <param name="Arrival">When its unit came.</param>
/// <param name="IsJoinPoint">Whether a viewer may begin here.</param>
/// <param name="HasReports">Whether sender reports are among the packets, on odd channels.</param>
/// <param name="Starts">At a join point: for each track of the branch, what its next packet has; else empty.</param>
public sealed record RtpPacketGroup(
    MediaBuffer Buffer, int TrackId, bool IsLeading, long PathTime, MonotonicTime Arrival, bool IsJoinPoint, bool HasReports, ImmutableArray<RtpTrackStart> Starts)
    : IPacketGroup, IDatagramGroup
{
    /// <inheritdoc/>
    public int Bytes => Buffer.Capacity;

    /// <inheritdoc/>
    public bool TryRetain() => Buffer.TryRetain();

    /// <inheritdoc/>
    public void Release() => Buffer.Release();

    /// <summary>Adds packets of media without their interleaved headers; the target of each is its channel.</summary>
    public int Fill(UdpSendBatch batch, int from)
    {
        ReadOnlySpan<byte> bytes = Buffer.Span[from..];
        int end = 0;
        foreach (InterleavedPacket packet in new InterleavedPackets(bytes))
        {
            bool isReport = packet.Channel % 2 != 0;
            if (!isReport && !batch.TryAdd(bytes.Slice(packet.Offset, packet.Length), packet.Channel)) return from + end;
            end = packet.Offset + packet.Length;
        }

        return Buffer.Length;
    }
}

/// <summary>Where a track stands at a join point.</summary>
/// <param name="TrackId">The track.</param>
/// <param name="Sequence">Sequence number of its first packet from there on.</param>
/// <param name="Timestamp">RTP timestamp of the instant at which the join point is presented, the same instant for all tracks.</param>
public readonly record struct RtpTrackStart(int TrackId, ushort Sequence, uint Timestamp);
