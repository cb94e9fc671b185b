using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Opaque;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.Opaque;

/// <summary>Everything that no other payload format reads: payloads, rtpmap and fmtp are passed on as they are. One for each kind of media.</summary>
internal sealed class OpaquePayloadFormat(OpaqueCodec codec) : RtpPayloadFormat
{
    /// <inheritdoc/>
    public override Codec Codec => codec;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) => codec.Kind == KindOf(media);

    /// <inheritdoc/>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        FormatParameters parameters = media.FindFormatParameters(map.PayloadType);
        OpaqueFormat format = new(
            codec.Kind,
            map.EncodingName,
            map.ClockRate,
            map.Channels > 1 ? map.Channels : 0,
            parameters.Text.Length > 0 ? parameters.Text : null,
            map.PayloadType < StaticPayloadTypes.FirstDynamic ? map.PayloadType : null);
        description = new RtpTrackDescription(this, map, parameters, format, ParameterSets.Empty);
        return true;
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options) =>
        new OpaqueDepacketizer(codec.CreateAssembler(description.Format, ParameterSets.Empty, options), codec.Kind == MediaKind.Video);

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType)
    {
        OpaqueFormat stated = (OpaqueFormat)format;
        return new RtpMap(stated.PayloadType ?? dynamicPayloadType, stated.EncodingName, stated.RtpClockRate, Math.Max(1, stated.Channels));
    }

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new OpaquePacketizer(maxPayloadBytes);

    /// <inheritdoc/>
    protected override string ParametersOf(Track track) => ((OpaqueFormat)track.Format).Fmtp ?? "";

    private static MediaKind KindOf(MediaDescription media) => media.Kind switch
    {
        "video" => MediaKind.Video,
        "audio" => MediaKind.Audio,
        _ => MediaKind.Data,
    };
}
