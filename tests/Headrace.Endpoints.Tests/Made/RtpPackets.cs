using System.Buffers.Binary;

namespace Headrace.Endpoints.Tests.Made;

/// <summary>Cuts made units into RTP packets behind interleaved headers: single NAL units, FU-A (RFC 6184), one AU a packet (RFC 3640).</summary>
internal sealed class RtpPackets(byte channel, byte payloadType, ushort sequence, uint ssrc)
{
    private const int MaxPayload = 1200;

    private ushort _sequence = sequence;

    public byte[] Cut(MadeUnit unit)
    {
        using MemoryStream output = new();
        for (int i = 0; i < unit.Pieces.Count; i++)
        {
            byte[] piece = unit.Pieces[i];
            bool isLast = i == unit.Pieces.Count - 1;
            if (!unit.IsVideo) Write(output, unit.Timestamp, true, [0, 16, (byte)(piece.Length >> 5), (byte)(piece.Length << 3), .. piece]);
            else if (piece.Length <= MaxPayload) Write(output, unit.Timestamp, isLast, piece);
            else Fragment(output, unit.Timestamp, isLast, piece);
        }

        return output.ToArray();
    }

    /// <summary>One packet, whatever its payload.</summary>
    public byte[] Packet(uint timestamp, bool hasMarker, byte[] payload)
    {
        using MemoryStream output = new();
        Write(output, timestamp, hasMarker, payload);
        return output.ToArray();
    }

    /// <summary>Bytes behind an interleaved header.</summary>
    public static byte[] Frame(byte channel, byte[] bytes) => [(byte)'$', channel, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];

    private void Fragment(MemoryStream output, uint timestamp, bool isLast, byte[] nal)
    {
        for (int at = 1; at < nal.Length; at += MaxPayload)
        {
            int length = Math.Min(MaxPayload, nal.Length - at);
            bool isEnd = at + length == nal.Length;
            byte indicator = (byte)(nal[0] & 0xE0 | 28);
            byte header = (byte)(nal[0] & 0x1F | (at == 1 ? 0x80 : 0) | (isEnd ? 0x40 : 0));
            Write(output, timestamp, isLast && isEnd, [indicator, header, .. nal.AsSpan(at, length)]);
        }
    }

    private void Write(MemoryStream output, uint timestamp, bool hasMarker, byte[] payload)
    {
        byte[] packet = new byte[12 + payload.Length];
        packet[0] = 0x80;
        packet[1] = (byte)(payloadType | (hasMarker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), _sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        payload.CopyTo(packet, 12);
        output.Write(Frame(channel, packet));
    }
}
