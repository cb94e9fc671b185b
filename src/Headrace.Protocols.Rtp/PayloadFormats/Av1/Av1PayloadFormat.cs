using System.Globalization;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.Av1;

/// <summary>
/// AV1 in RTP (RTP Payload Format For AV1, version 1.0). Descriptions name profile, level and tier only: the format comes with the first sequence header.
/// </summary>
internal sealed class Av1PayloadFormat : RtpPayloadFormat
{
    private const string Name = "AV1";

    /// <inheritdoc/>
    public override Codec Codec => Av1Codec.Instance;

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
        new Av1Depacketizer(Codec.CreateAssembler(description.Format, ParameterSets.Empty, options), options);

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) => new(dynamicPayloadType, Name, VideoFormat.VideoClockRate);

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new Av1Packetizer(maxPayloadBytes);

    // 7.1
    /// <inheritdoc/>
    protected override string ParametersOf(Track track)
    {
        Av1SequenceHeader header = ((Av1Format)track.Format).Header;
        return string.Create(CultureInfo.InvariantCulture, $"profile={header.Profile}; level-idx={header.OperatingPoints.Level}; tier={(header.OperatingPoints.IsHighTier ? 1 : 0)}");
    }
}
