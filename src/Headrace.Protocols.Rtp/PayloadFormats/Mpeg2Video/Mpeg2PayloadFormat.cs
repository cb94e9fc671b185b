using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Mpeg2Video;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.Mpeg2Video;

/// <summary>MPEG-1 and MPEG-2 video in RTP (RFC 2250, 3), payload type 32. Which of them it is comes with the first sequence header, as all of the format does.</summary>
internal sealed class Mpeg2PayloadFormat(Mpeg2VideoCodec codec) : RtpPayloadFormat
{
    private const string Name = "MPV";
    private const byte PayloadType = 32;

    /// <inheritdoc/>
    public override Codec Codec => codec;

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
        new Mpeg2Depacketizer(Codec.CreateAssembler(description.Format, ParameterSets.Empty, options), options);

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) => new(PayloadType, Name, VideoFormat.VideoClockRate);

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new Mpeg2Packetizer(maxPayloadBytes);

    /// <inheritdoc/>
    protected override string ParametersOf(Track track) => "";
}
