using System.Buffers.Binary;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.Aac;

/// <summary>RFC 3640 in the mode AAC-hbr (3.3.6): a unit a packet, or those that were held together in one; one that is too large in fragments of equal size.</summary>
internal sealed class AacPacketizer(AacFormat format, int maxPayloadBytes) : RtpPacketizer(maxPayloadBytes)
{
    /// <summary>Greatest size that 13 bits can say; a larger unit is dropped.</summary>
    public const int MaxUnitBytes = 0x1FFF;

    /// <summary>Bytes that say how long the headers of units are.</summary>
    public const int HeadersLengthSize = 2;

    /// <summary>Bytes of a unit's header: 13 bits of size, 3 of index.</summary>
    public const int UnitHeaderLength = 2;

    private const int IndexBits = 3;

    private AacAggregate? _held;

    /// <inheritdoc/>
    public override bool TryHold(AccessUnit unit, RtpPacketWriter output)
    {
        _held ??= new AacAggregate(MaxPayloadBytes);
        uint timestamp = output.Sender.ToRtpTimestamp(unit.PresentationTime);
        if (_held.TryAdd(unit, format.SamplesPerFrame, timestamp)) return true;
        WriteHeld(output);
        return _held.TryAdd(unit, format.SamplesPerFrame, timestamp);
    }

    /// <inheritdoc/>
    public override void WriteHeld(RtpPacketWriter output) => _held?.Write(output);

    /// <summary>Writes the header of a unit that follows the one before it.</summary>
    public static void WriteUnitHeader(Span<byte> destination, int unitBytes) => BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)(unitBytes << IndexBits));

    /// <inheritdoc/>
    protected override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        ReadOnlySpan<byte> rest = unit.Payload.Span;
        if (rest.Length > MaxUnitBytes)
        {
            Dropped++;
            return;
        }

        const int HeaderLength = HeadersLengthSize + UnitHeaderLength;
        int unitBytes = rest.Length;
        int room = MaxPayloadBytes - HeaderLength;
        int count = (unitBytes + room - 1) / room;
        while (!rest.IsEmpty)
        {
            int length = (rest.Length + count - 1) / count--;
            Span<byte> payload = output.AddPacket(HeaderLength + length, length == rest.Length);
            BinaryPrimitives.WriteUInt16BigEndian(payload, UnitHeaderLength * 8);
            WriteUnitHeader(payload[HeadersLengthSize..], unitBytes);
            rest[..length].CopyTo(payload[HeaderLength..]);
            rest = rest[length..];
        }
    }
}
