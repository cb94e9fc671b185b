using System.Globalization;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Vp9;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.Vp9;

/// <summary>VP9 in RTP (RFC 9628), in flexible mode and not. Descriptions name the profile only: the format comes with the first key frame.</summary>
internal sealed class Vp9PayloadFormat : RtpPayloadFormat
{
    private const string Name = "VP9";

    /// <inheritdoc/>
    public override Codec Codec => Vp9Codec.Instance;

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
        new Vp9Depacketizer(Codec.CreateAssembler(description.Format, ParameterSets.Empty, options), options);

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) => new(dynamicPayloadType, Name, VideoFormat.VideoClockRate);

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new Vp9Packetizer(maxPayloadBytes);

    // 6.1
    /// <inheritdoc/>
    protected override string ParametersOf(Track track) => string.Create(CultureInfo.InvariantCulture, $"profile-id={((Vp9Format)track.Format).Profile}");
}
