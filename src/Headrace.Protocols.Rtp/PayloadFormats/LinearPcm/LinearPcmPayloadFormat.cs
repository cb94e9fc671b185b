using Headrace.Media.Codecs;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats.Samples;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.LinearPcm;

/// <summary>One width of linear PCM in RTP (L16: RFC 3551, 4.5.11, payload types 10 and 11; L24: RFC 3190): packets of any number of samples.</summary>
internal sealed class LinearPcmPayloadFormat(LinearPcmCodec width) : RtpPayloadFormat
{
    private const byte StaticStereo = 10;
    private const byte StaticMono = 11;

    /// <inheritdoc/>
    public override Codec Codec => width;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) => map.Is(width.EncodingName) && LinearPcmFormat.IsWithinBounds(map.ClockRate, map.Channels);

    /// <inheritdoc/>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        description = new RtpTrackDescription(this, map, media.FindFormatParameters(map.PayloadType), LinearPcmFormat.Of(width, map.ClockRate, map.Channels), ParameterSets.Empty);
        return true;
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options) =>
        new SampleDepacketizer(width.CreateAssembler(description.Format, ParameterSets.Empty, options), LayoutOf(description.Format!));

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType)
    {
        LinearPcmFormat stated = (LinearPcmFormat)format;
        bool isStatic = width == LinearPcmCodec.L16 && stated is { SampleRate: LinearPcmFormat.DefaultSampleRate, Channels: <= 2 };
        byte payloadType = !isStatic ? dynamicPayloadType : stated.Channels == 1 ? StaticMono : StaticStereo;
        return new RtpMap(payloadType, width.EncodingName, stated.SampleRate, stated.Channels);
    }

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new SamplePacketizer(LayoutOf(format), maxPayloadBytes);

    /// <inheritdoc/>
    protected override string ParametersOf(Track track) => "";

    private static SampleLayout LayoutOf(TrackFormat format) => new(((LinearPcmFormat)format).BlockBytes, 1, format.ClockRate);
}
