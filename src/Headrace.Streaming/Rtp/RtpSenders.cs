using System.Security.Cryptography;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Streaming.Rtp;

/// <summary>What is sent of a track by RTP: who can carry it, and how a sender of it begins.</summary>
public static class RtpSenders
{
    /// <summary>Payload type of the track with id 0; the others follow.</summary>
    public const byte FirstDynamicPayloadType = 96;

    /// <summary>True when RTP carries the track.</summary>
    public static bool CanCarry(Track track) => WhyNot(track) is null;

    /// <summary>Why RTP does not carry a track, as a clause for people; null where it does.</summary>
    public static string? WhyNot(Track track) => RtpPayloadFormats.Find(track.Codec) is { } format
        ? format.WhyNot(track)
        : CodecGap.Say($"RTP does not carry {track.Codec.DisplayName} here", track.Codec, RtpGaps.All.AsSpan());

    /// <summary>The interleaved channel of a track's packets; its reports have the next one.</summary>
    public static byte ChannelOf(Track track) => (byte)(track.Id * 2);

    /// <summary>Ticks a second of the RTP timestamps that a track is sent with.</summary>
    public static int ClockRateOf(Track track) => RtpPayloadFormats.Find(track.Codec)!.MapOf(track.Format, DynamicPayloadType(track)).ClockRate;

    /// <summary>The track's lines in a session description.</summary>
    public static MediaDescription Describe(Track track, string control) =>
        RtpPayloadFormats.Find(track.Codec)!.Describe(track, DynamicPayloadType(track), control);

    internal static RtpTrackSender Create(Track track, uint ssrc, MediaBufferWriter output)
    {
        RtpPayloadFormat format = RtpPayloadFormats.Find(track.Codec)!;
        RtpMap map = format.MapOf(track.Format, DynamicPayloadType(track));
        RtpSenderState state = new((byte)map.PayloadType, ssrc, new SequenceNumber((ushort)Random()), Random());
        return new RtpTrackSender(track, map.ClockRate, format.CreatePacketizer(track.Format, RtpTrackSender.MaxPayloadBytes), new RtpPacketWriter(output, state, ChannelOf(track)));
    }

    private static byte DynamicPayloadType(Track track) => (byte)(FirstDynamicPayloadType + track.Id);

    private static uint Random() => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
}
