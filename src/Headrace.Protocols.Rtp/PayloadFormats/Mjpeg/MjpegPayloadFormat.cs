using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Mjpeg;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.Mjpeg;

/// <summary>JPEG in RTP (RFC 2435), payload type 26: baseline pictures of up to 2,040 pixels a side with the usual Huffman tables, 4:2:2 or 4:2:0.</summary>
internal sealed class MjpegPayloadFormat : RtpPayloadFormat
{
    private const string Name = "JPEG";
    private const byte PayloadType = 26;

    /// <inheritdoc/>
    public override Codec Codec => MjpegCodec.Instance;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) => map.Is(Name) && map.ClockRate == VideoFormat.VideoClockRate;

    /// <inheritdoc/>
    public override string? WhyNot(Track track)
    {
        MjpegFormat format = (MjpegFormat)track.Format;
        if (!format.IsBaseline) return "its pictures are not baseline JPEG";
        if (!format.HasUsualTables) return "its Huffman tables are its own, and RFC 2435 does not send any";
        if (format.Sampling == JpegSampling.Other) return "its sampling is neither 4:2:2 nor 4:2:0 as RFC 2435 has them";
        return Math.Max(format.Width, format.Height) > MjpegPayloadHeader.MaxSide ? "RFC 2435 cannot say sizes above 2,040 pixels" : null;
    }

    /// <inheritdoc/>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        description = new RtpTrackDescription(this, map, media.FindFormatParameters(map.PayloadType), null, ParameterSets.Empty);
        return true;
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options) =>
        new MjpegDepacketizer(Codec.CreateAssembler(description.Format, ParameterSets.Empty, options), options);

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) => new(PayloadType, Name, VideoFormat.VideoClockRate);

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new MjpegPacketizer(maxPayloadBytes);

    /// <inheritdoc/>
    protected override string ParametersOf(Track track) => "";
}
