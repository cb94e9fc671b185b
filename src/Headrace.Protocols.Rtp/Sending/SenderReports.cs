using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.Sending;

/// <summary>Builds what a sender says of itself: SR and SDES with the canonical name (RFC 3550, 6.1).</summary>
public static class SenderReports
{
    /// <summary>Greatest length of what <see cref="Write"/> writes.</summary>
    public const int MaxLength = 296;

    /// <summary>Writes a compound packet that says where an instant stands on both clocks; returns its length.</summary>
    /// <param name="sender">The track's state after its last packet.</param>
    /// <param name="utc">The instant in UTC.</param>
    /// <param name="time">The same instant in ticks of the track's clock.</param>
    /// <param name="cname">Canonical name: the same for all tracks that belong together.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    public static int Write(RtpSenderState sender, DateTime utc, long time, ReadOnlySpan<char> cname, Span<byte> destination)
    {
        RtcpWriter writer = new(destination);
        writer.WriteSenderReport(new RtcpSenderInfo(sender.Ssrc, NtpTimestamp.FromUtc(utc), sender.ToRtpTimestamp(time), sender.PacketCount, sender.OctetCount));
        writer.WriteCname(sender.Ssrc, cname);
        return writer.Length;
    }
}
