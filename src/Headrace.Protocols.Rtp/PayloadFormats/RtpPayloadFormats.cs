using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Codecs.Mpeg2Video;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Codecs.Opaque;
using Headrace.Protocols.Rtp.PayloadFormats.Aac;
using Headrace.Protocols.Rtp.PayloadFormats.Ac3;
using Headrace.Protocols.Rtp.PayloadFormats.Av1;
using Headrace.Protocols.Rtp.PayloadFormats.Eac3;
using Headrace.Protocols.Rtp.PayloadFormats.G711;
using Headrace.Protocols.Rtp.PayloadFormats.G722;
using Headrace.Protocols.Rtp.PayloadFormats.G726;
using Headrace.Protocols.Rtp.PayloadFormats.H264;
using Headrace.Protocols.Rtp.PayloadFormats.H265;
using Headrace.Protocols.Rtp.PayloadFormats.JpegXs;
using Headrace.Protocols.Rtp.PayloadFormats.LinearPcm;
using Headrace.Protocols.Rtp.PayloadFormats.Mjpeg;
using Headrace.Protocols.Rtp.PayloadFormats.Mpeg2Video;
using Headrace.Protocols.Rtp.PayloadFormats.Mpeg4Video;
using Headrace.Protocols.Rtp.PayloadFormats.MpegAudio;
using Headrace.Protocols.Rtp.PayloadFormats.Opaque;
using Headrace.Protocols.Rtp.PayloadFormats.Opus;
using Headrace.Protocols.Rtp.PayloadFormats.Vp8;
using Headrace.Protocols.Rtp.PayloadFormats.Vp9;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats;

/// <summary>The payload formats: the only list of them.</summary>
public static class RtpPayloadFormats
{
    /// <summary>Payload types of a medium that are looked at; browsers offer some forty.</summary>
    public const int MaxPayloadTypes = 64;

    // Not media of their own: they accompany others.
    private static readonly string[] Companions = ["rtx", "red", "ulpfec", "flexfec-03", "parityfec", "telephone-event", "CN"];

    /// <summary>All of them; the first that accepts a payload type reads it. The opaque ones, which accept what is left, stand last.</summary>
    public static ImmutableArray<RtpPayloadFormat> All { get; } =
    [
        new H264PayloadFormat(),
        new H265PayloadFormat(),
        new Av1PayloadFormat(),
        new Vp9PayloadFormat(),
        new Vp8PayloadFormat(),
        new MjpegPayloadFormat(),
        new Mpeg2PayloadFormat(Mpeg2VideoCodec.Mpeg2),
        new Mpeg2PayloadFormat(Mpeg2VideoCodec.Mpeg1),
        new Mpeg4VideoPayloadFormat(),
        new JpegXsPayloadFormat(),
        new AacPayloadFormat(),
        new OpusPayloadFormat(),
        new Ac3PayloadFormat(),
        new Eac3PayloadFormat(),
        new MpegAudioPayloadFormat(MpegAudioCodec.Layer3),
        new MpegAudioPayloadFormat(MpegAudioCodec.Layer2),
        new MpegAudioPayloadFormat(MpegAudioCodec.Layer1),
        new G711PayloadFormat(G711Codec.MuLaw),
        new G711PayloadFormat(G711Codec.ALaw),
        new G722PayloadFormat(),
        new G726PayloadFormat(),
        new LinearPcmPayloadFormat(LinearPcmCodec.L16),
        new LinearPcmPayloadFormat(LinearPcmCodec.L24),
        new OpaquePayloadFormat(OpaqueCodec.Video),
        new OpaquePayloadFormat(OpaqueCodec.Audio),
        new OpaquePayloadFormat(OpaqueCodec.Data),
    ];

    /// <summary>The format that carries a codec, or null where RTP does not.</summary>
    public static RtpPayloadFormat? Find(Codec codec)
    {
        foreach (RtpPayloadFormat format in All)
        {
            if (ReferenceEquals(format.Codec, codec)) return format;
        }

        return null;
    }

    /// <summary>Reads the track that a medium offers: its first payload type that can be received. False with the reason where there is none.</summary>
    public static bool TryRead(MediaDescription media, [NotNullWhen(true)] out RtpTrackDescription? description, out RtpTrackRefusal reason)
    {
        description = null;
        reason = RtpTrackRefusal.None;
        if (!media.Protocol.Contains("RTP", StringComparison.OrdinalIgnoreCase))
        {
            reason = RtpTrackRefusal.NotRtp;
            return false;
        }

        reason = RtpTrackRefusal.NoPayloadType;
        foreach (byte payloadType in media.PayloadTypes.Take(MaxPayloadTypes))
        {
            if (media.FindRtpMap(payloadType) is not { } map) reason = RtpTrackRefusal.UnknownPayloadType;
            else if (!Companions.Any(map.Is)) description = Read(media, map, ref reason);
            if (description is null) continue;
            reason = RtpTrackRefusal.None;
            return true;
        }

        return false;
    }

    private static RtpTrackDescription? Read(MediaDescription media, RtpMap map, ref RtpTrackRefusal reason)
    {
        foreach (RtpPayloadFormat format in All)
        {
            if (!format.Accepts(media, map)) continue;
            if (format.TryRead(media, map, out RtpTrackDescription description)) return description;
            break;
        }

        reason = RtpTrackRefusal.InvalidParameters;
        return null;
    }
}
