using Headrace.Media.Codecs.Opaque;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Streaming.Rtp;

/// <summary>The sender of one track in a branch, made for the track as it was described to viewers.</summary>
internal sealed class RtpTrackSender(Track track, int clockRate, RtpPacketizer packetizer, RtpPacketWriter writer)
{
    /// <summary>With it a packet, its headers included, fits an Ethernet frame: the same packets serve viewers over UDP.</summary>
    public const int MaxPayloadBytes = 1400;

    private Track _known = track;

    /// <summary>Ticks a second of its RTP timestamps.</summary>
    public int ClockRate => clockRate;

    /// <summary>Cuts units.</summary>
    public RtpPacketizer Packetizer => packetizer;

    /// <summary>Numbers the packets.</summary>
    public RtpPacketWriter Writer => writer;

    public RtpSenderState State => writer.Sender;

    /// <summary>What of a track only its description says, as text: where it changes, the description is no longer true.</summary>
    public static string DescribeOutOfBand(Track track) => IsInBand(track) ? $"{track.Id}:{track.Codec.Name}" : $"{track.Id}:{track.Codec.Name}:{track.Format.Description}";

    /// <summary>True while the description that viewers have is true of the track as a unit names it.</summary>
    public bool Describes(Track now)
    {
        if (ReferenceEquals(now, _known)) return true;
        if (!ReferenceEquals(now.Codec, _known.Codec) || (!IsInBand(now) && !now.Format.Equals(_known.Format))) return false;
        _known = now;
        return true;
    }

    /// <summary>RTP timestamp of an instant in path time.</summary>
    public uint TimestampOf(long pathTime) => State.ToRtpTimestamp(Timebase.FromNanoseconds(pathTime, clockRate));

    // Parameter sets of video go with the pictures; all else, such as the configuration of AAC, stands in the description alone.
    private static bool IsInBand(Track track) => track.Kind == MediaKind.Video && track.Codec is not OpaqueCodec;
}
