using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats.Samples;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.G711;

/// <summary>One law of G.711 in RTP (RFC 3551, 4.5.14): packets of any number of samples.</summary>
internal sealed class G711PayloadFormat(G711Codec law) : RtpPayloadFormat
{
    /// <inheritdoc/>
    public override Codec Codec => law;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) => map.Is(law.EncodingName);

    /// <inheritdoc/>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        description = new RtpTrackDescription(this, map, media.FindFormatParameters(map.PayloadType), G711Format.Of(law, map.ClockRate, map.Channels), ParameterSets.Empty);
        return true;
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options) =>
        new RawFrameDepacketizer(law.CreateAssembler(description.Format, ParameterSets.Empty, options));

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType)
    {
        G711Format stated = (G711Format)format;
        bool isStatic = stated is { SampleRate: G711Format.DefaultSampleRate, Channels: 1 };
        return new RtpMap(isStatic ? law.PayloadType : dynamicPayloadType, law.EncodingName, stated.SampleRate, stated.Channels);
    }

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) =>
        new SamplePacketizer(new SampleLayout(Math.Max(1, ((G711Format)format).Channels), 1, format.ClockRate), maxPayloadBytes);

    /// <inheritdoc/>
    protected override string ParametersOf(Track track) => "";
}
