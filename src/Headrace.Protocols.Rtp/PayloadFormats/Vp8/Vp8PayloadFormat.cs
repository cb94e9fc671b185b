using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Vp8;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.Vp8;

/// <summary>VP8 in RTP (RFC 7741). Descriptions say nothing of the format, which comes with the first key frame.</summary>
internal sealed class Vp8PayloadFormat : RtpPayloadFormat
{
    private const string Name = "VP8";

    /// <inheritdoc/>
    public override Codec Codec => Vp8Codec.Instance;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) => map.Is(Name) && map.ClockRate == VideoFormat.VideoClockRate;

    /// <inheritdoc/>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        description = new RtpTrackDescription(this, map, media.FindFormatParameters(map.PayloadType), null, ParameterSets.Empty);
        return true;
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options) =>
        new Vp8Depacketizer(Codec.CreateAssembler(description.Format, ParameterSets.Empty, options), options);

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) => new(dynamicPayloadType, Name, VideoFormat.VideoClockRate);

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new Vp8Packetizer(maxPayloadBytes);

    /// <inheritdoc/>
    protected override string ParametersOf(Track track) => "";
}
