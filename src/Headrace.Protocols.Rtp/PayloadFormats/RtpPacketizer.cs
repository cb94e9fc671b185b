using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats;

/// <summary>Cuts the units of one track into packets. Single-threaded; allocates nothing.</summary>
public abstract class RtpPacketizer
{
    /// <summary>Payload of a packet of 1,200 bytes: what passes every path, also with what SRTP and tunnels add.</summary>
    public const int DefaultMaxPayloadBytes = 1200 - RtpPacket.FixedHeaderLength;

    /// <summary>Least value of <see cref="MaxPayloadBytes"/>.</summary>
    public const int MinPayloadBytes = 64;

    /// <summary>A packetizer whose packets carry at most <paramref name="maxPayloadBytes"/>.</summary>
    protected RtpPacketizer(int maxPayloadBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPayloadBytes, MinPayloadBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPayloadBytes, RtpPacketWriter.MaxPayloadBytes);
        MaxPayloadBytes = maxPayloadBytes;
    }

    /// <summary>Greatest payload of a packet.</summary>
    public int MaxPayloadBytes { get; }

    /// <summary>Units dropped because the payload format cannot carry them.</summary>
    public long Dropped { get; protected set; }

    /// <summary>
    /// Keeps a copy of a unit that may go in one packet with those that follow; what it cannot go with is written before. False where the payload format has none of that,
    /// and for a unit that fills a packet: it is to be packetized.
    /// </summary>
    public virtual bool TryHold(AccessUnit unit, RtpPacketWriter output) => false;

    /// <summary>Writes the packet of the units that are kept.</summary>
    public virtual void WriteHeld(RtpPacketWriter output)
    {
    }

    /// <summary>Writes the packets of a unit, behind those of units that are kept, with its presentation time as timestamp. The unit's payload must be held by the caller.</summary>
    public void Packetize(AccessUnit unit, RtpPacketWriter output)
    {
        WriteHeld(output);
        output.Timestamp = output.Sender.ToRtpTimestamp(ToRtpTime(unit));
        Write(unit, output);
    }

    /// <summary>A unit's presentation time in ticks of the RTP clock, which is the track's own unless the payload format says otherwise.</summary>
    public virtual long ToRtpTime(AccessUnit unit) => unit.PresentationTime;

    /// <summary>Writes the packets of a unit; the writer's timestamp is the unit's.</summary>
    protected abstract void Write(AccessUnit unit, RtpPacketWriter output);
}
