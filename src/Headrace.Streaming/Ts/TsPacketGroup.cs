using Headrace.Containers.MpegTs;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Transport.Udp;

namespace Headrace.Streaming.Ts;

/// <summary>The transport packets of a video frame and of the sound that waited for it, 188 bytes each, with the tables and clock references among them.</summary>
/// <param name="Buffer">The packets; the ring holds the reference.</param>
/// <param name="TrackId">Track of its last unit: of the picture, where there is one.</param>
/// <param name="IsLeading">Whether that unit is a leading picture: it refers to what was before the join point that it follows.</param>
/// <param name="PathTime">Path time of its unit, in nanoseconds.</param>
/// <param name="Arrival">When its unit came.</param>
/// <param name="IsJoinPoint">Whether a viewer may begin here: the unit is a random access point, and tables stand before it.</param>
/// <param name="Entry">At a join point: packets for who begins or goes on here, which say that counters and clock are discontinuous; else empty.</param>
public sealed record TsPacketGroup(
    MediaBuffer Buffer, int TrackId, bool IsLeading, long PathTime, MonotonicTime Arrival, bool IsJoinPoint, ReadOnlyMemory<byte> Entry)
    : IPacketGroup, IDatagramGroup
{
    /// <summary>Packets of a datagram: as many as an Ethernet frame takes.</summary>
    internal const int PacketsPerDatagram = 7;

    /// <summary>Bytes of a datagram, unless it is the last one of a group.</summary>
    public const int DatagramBytes = PacketsPerDatagram * TsPacket.Size;

    /// <inheritdoc/>
    public int Bytes => Buffer.Capacity;

    /// <inheritdoc/>
    public bool TryRetain() => Buffer.TryRetain();

    /// <inheritdoc/>
    public void Release() => Buffer.Release();

    /// <summary>Adds datagrams of <see cref="PacketsPerDatagram"/> packets, the last one perhaps of fewer; their target is 0.</summary>
    public int Fill(UdpSendBatch batch, int from)
    {
        ReadOnlySpan<byte> bytes = Buffer.Span;
        while (from < bytes.Length)
        {
            int length = Math.Min(DatagramBytes, bytes.Length - from);
            if (!batch.TryAdd(bytes.Slice(from, length), 0)) break;
            from += length;
        }

        return from;
    }
}
