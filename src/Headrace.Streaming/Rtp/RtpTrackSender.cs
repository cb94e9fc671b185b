using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Streaming.Rtp;

/// <summary>The sender of one track in a branch.</summary>
/// <param name="Codec">The codec that it was made for.</param>
/// <param name="ClockRate">Ticks a second of its RTP timestamps.</param>
/// <param name="Packetizer">Cuts units.</param>
/// <param name="Writer">Numbers the packets.</param>
internal sealed record RtpTrackSender(Codec Codec, int ClockRate, RtpPacketizer Packetizer, RtpPacketWriter Writer)
{
    /// <summary>With it a packet, its headers included, fits an Ethernet frame: the same packets serve viewers over UDP.</summary>
    public const int MaxPayloadBytes = 1400;

    public RtpSenderState State => Writer.Sender;

    /// <summary>RTP timestamp of an instant in path time.</summary>
    public uint TimestampOf(long pathTime) => State.ToRtpTimestamp(Timebase.FromNanoseconds(pathTime, ClockRate));
}
