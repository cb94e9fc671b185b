using System.Collections.Immutable;
using System.Globalization;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats;

/// <summary>How RTP carries a codec: its lines in a session description, its depacketizer and its packetizer. Stateless; listed in <see cref="RtpPayloadFormats"/>.</summary>
public abstract class RtpPayloadFormat
{
    /// <summary>The codec.</summary>
    public abstract Codec Codec { get; }

    /// <summary>True when this format reads what a payload type of a medium carries.</summary>
    public abstract bool Accepts(MediaDescription media, RtpMap map);

    /// <summary>Why a track of the codec cannot be sent, as a clause for people; null where it can.</summary>
    public virtual string? WhyNot(Track track) => null;

    /// <summary>Reads what a medium says of a payload type that this format accepts. False when its parameters make it unreadable.</summary>
    public abstract bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description);

    /// <summary>Makes the depacketizer of a track that was read.</summary>
    public abstract RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options);

    /// <summary>What the payload type of a sent track means; its number is static where the specification says so.</summary>
    /// <param name="format">The track's format.</param>
    /// <param name="dynamicPayloadType">The number where it is free.</param>
    public abstract RtpMap MapOf(TrackFormat format, byte dynamicPayloadType);

    /// <summary>Makes the packetizer of a sent track.</summary>
    public abstract RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes);

    /// <summary>The medium that describes a sent track: RTP/AVP, port 0, rtpmap, fmtp, control URL.</summary>
    public MediaDescription Describe(Track track, byte dynamicPayloadType, string control)
    {
        RtpMap map = MapOf(track.Format, dynamicPayloadType);
        ImmutableArray<SdpAttributeLine>.Builder lines = ImmutableArray.CreateBuilder<SdpAttributeLine>();
        lines.Add(new SdpAttributeLine("rtpmap", map.ToString()));
        string parameters = ParametersOf(track);
        if (parameters.Length > 0) lines.Add(new SdpAttributeLine("fmtp", string.Create(CultureInfo.InvariantCulture, $"{map.PayloadType} {parameters}")));
        lines.Add(new SdpAttributeLine("control", control));
        return new MediaDescription
        {
            Kind = KindOf(track.Format),
            Formats = [map.PayloadType.ToString(CultureInfo.InvariantCulture)],
            Attributes = lines.DrainToImmutable(),
        };
    }

    /// <summary>The parameters of a sent track, or nothing.</summary>
    protected abstract string ParametersOf(Track track);

    /// <summary>The medium's first word.</summary>
    protected virtual string KindOf(TrackFormat format) => format.Codec.Kind switch
    {
        MediaKind.Video => "video",
        MediaKind.Audio => "audio",
        _ => "application",
    };
}
