using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.Ac3;

/// <summary>AC-3 in RTP (RFC 4184): the clock is the sample rate.</summary>
internal sealed class Ac3PayloadFormat : RtpPayloadFormat
{
    private const string Name = "ac3";

    /// <inheritdoc/>
    public override Codec Codec => Ac3Codec.Instance;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) => map.Is(Name);

    /// <summary>The format comes with the first frame.</summary>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        description = new RtpTrackDescription(this, map, media.FindFormatParameters(map.PayloadType), null, ParameterSets.Empty);
        return true;
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options) =>
        new Ac3Depacketizer(Codec.CreateAssembler(null, ParameterSets.Empty, options), options);

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) =>
        format is Ac3Format ac3 ? new RtpMap(dynamicPayloadType, Name, ac3.SampleRate, ac3.Channels) : throw new ArgumentException("Not AC-3.", nameof(format));

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new Ac3Packetizer(maxPayloadBytes);

    /// <inheritdoc/>
    protected override string ParametersOf(Track track) => "";
}
