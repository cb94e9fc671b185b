using Headrace.Protocols.Rtp.Sending;
using Headrace.Streaming.Ts;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Forwarding.Udp;

/// <summary>The transport packets of a group as datagrams of a size, bare or behind headers of RTP (RFC 2250, 2).</summary>
/// <param name="group">The packets; the caller holds them.</param>
/// <param name="size">Bytes of transport packets in a datagram.</param>
/// <param name="first">The header of the group's first packet of RTP; null for bare datagrams.</param>
internal sealed class TsDatagrams(TsPacketGroup group, int size, RtpHeader? first) : IDatagramGroup
{
    /// <summary>Bytes of the group.</summary>
    public int Length => group.Buffer.Length;

    /// <summary>Datagrams of the group.</summary>
    public int Count => (Length + size - 1) / size;

    /// <summary>Adds datagrams, whose target is 0.</summary>
    public int Fill(UdpSendBatch batch, int from)
    {
        Span<byte> packet = stackalloc byte[RtpHeader.Length + (first is null ? 0 : size)];
        ReadOnlySpan<byte> bytes = group.Buffer.Span;
        while (from < bytes.Length)
        {
            scoped ReadOnlySpan<byte> part = bytes.Slice(from, Math.Min(size, bytes.Length - from));
            int end = from + part.Length;
            if (first is { } header)
            {
                (header with { Sequence = (ushort)(header.Sequence + from / size) }).Write(packet);
                part.CopyTo(packet[RtpHeader.Length..]);
                part = packet[..(RtpHeader.Length + part.Length)];
            }

            if (!batch.TryAdd(part, 0)) break;
            from = end;
        }

        return from;
    }

    /// <summary>Gives the group back.</summary>
    public void Release() => group.Release();
}
