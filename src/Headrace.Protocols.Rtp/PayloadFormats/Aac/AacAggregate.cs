using System.Buffers.Binary;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.Aac;

/// <summary>Whole units that follow each other and wait to go in one packet (RFC 3640, 3.2.1), at most a packet's payload of them. Single-threaded; allocates nothing.</summary>
internal sealed class AacAggregate(int maxPayloadBytes)
{
    /// <summary>How far, in parts of a second, a unit may be from where the duration of those before puts it: receivers count durations from the first one's timestamp.</summary>
    private const int Tolerance = 500;

    private readonly byte[] _units = new byte[maxPayloadBytes];
    private readonly byte[] _headers = new byte[maxPayloadBytes / AacPacketizer.UnitHeaderLength];
    private int _count;
    private int _unitBytes;
    private uint _timestamp;
    private long _next;

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Adds a unit of <paramref name="duration"/> ticks; false when it has no room, or does not follow the one before.</summary>
    public bool TryAdd(AccessUnit unit, int duration, uint timestamp)
    {
        ReadOnlySpan<byte> bytes = unit.Payload.Span;
        int headerBytes = (_count + 1) * AacPacketizer.UnitHeaderLength;
        if (AacPacketizer.HeadersLengthSize + headerBytes + _unitBytes + bytes.Length > maxPayloadBytes || headerBytes > _headers.Length) return false;
        if (IsEmpty) _timestamp = timestamp;
        else if (Math.Abs(unit.PresentationTime - _next) * Tolerance > unit.Track.ClockRate) return false;
        bytes.CopyTo(_units.AsSpan(_unitBytes));
        AacPacketizer.WriteUnitHeader(_headers.AsSpan(headerBytes - AacPacketizer.UnitHeaderLength), bytes.Length);
        _unitBytes += bytes.Length;
        _next = (_count++ == 0 ? unit.PresentationTime : _next) + duration;
        return true;
    }

    /// <summary>Writes the packet of what waits.</summary>
    public void Write(RtpPacketWriter output)
    {
        if (IsEmpty) return;
        int headerBytes = _count * AacPacketizer.UnitHeaderLength;
        output.Timestamp = _timestamp;
        Span<byte> payload = output.AddPacket(AacPacketizer.HeadersLengthSize + headerBytes + _unitBytes, hasMarker: true);
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)(headerBytes * 8));
        payload = payload[AacPacketizer.HeadersLengthSize..];
        _headers.AsSpan(0, headerBytes).CopyTo(payload);
        _units.AsSpan(0, _unitBytes).CopyTo(payload[headerBytes..]);
        _count = 0;
        _unitBytes = 0;
    }
}
