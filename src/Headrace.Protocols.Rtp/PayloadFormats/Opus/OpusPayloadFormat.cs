using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Opus;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.Opus;

/// <summary>Opus in RTP (RFC 7587): a packet of one, a packet of the other.</summary>
public sealed class OpusPayloadFormat : RtpPayloadFormat
{
    private const string Name = "opus";

    // Section 7: the rtpmap says 48000 and 2 whatever is sent.
    private const int MapChannels = 2;

    /// <inheritdoc/>
    public override Codec Codec => OpusCodec.Instance;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) => map.Is(Name);

    /// <summary>Reads the number of channels from <c>sprop-stereo</c>; two where it is missing, to which a mono stream decodes as well.</summary>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        FormatParameters parameters = media.FindFormatParameters(map.PayloadType);
        int channels = parameters["sprop-stereo"] == "0" ? 1 : OpusFormat.DefaultChannels;
        description = new RtpTrackDescription(this, map, parameters, OpusFormat.Of(channels), ParameterSets.Empty);
        return true;
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options) =>
        new RawFrameDepacketizer(Codec.CreateAssembler(description.Format, ParameterSets.Empty, options));

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) => new(dynamicPayloadType, Name, OpusFormat.OpusClockRate, MapChannels);

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new RawFramePacketizer(maxPayloadBytes);

    /// <inheritdoc/>
    protected override string ParametersOf(Track track) => track.Format is OpusFormat { Channels: 1 } ? "sprop-stereo=0" : "sprop-stereo=1";
}
