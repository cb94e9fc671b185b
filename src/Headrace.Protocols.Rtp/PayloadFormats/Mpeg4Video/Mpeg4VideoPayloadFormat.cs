using System.Globalization;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Mpeg4Video;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.Mpeg4Video;

/// <summary>MPEG-4 video in RTP (RFC 6416, 5): its configuration stands in the description, and before pictures where senders repeat it.</summary>
internal sealed class Mpeg4VideoPayloadFormat : RtpPayloadFormat
{
    private const string Name = "MP4V-ES";

    /// <inheritdoc/>
    public override Codec Codec => Mpeg4VideoCodec.Instance;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) => map.Is(Name) && map.ClockRate == VideoFormat.VideoClockRate;

    // A configuration that cannot be read may still come with the pictures.
    /// <inheritdoc/>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        FormatParameters parameters = media.FindFormatParameters(map.PayloadType);
        description = new RtpTrackDescription(this, map, parameters, FormatOf(parameters["config"]), ParameterSets.Empty);
        return true;
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options) =>
        new Mpeg4VideoDepacketizer(Codec.CreateAssembler(description.Format, ParameterSets.Empty, options), options);

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) => new(dynamicPayloadType, Name, VideoFormat.VideoClockRate);

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new Mpeg4VideoPacketizer(maxPayloadBytes);

    // 7.1
    /// <inheritdoc/>
    protected override string ParametersOf(Track track)
    {
        Mpeg4VideoFormat format = (Mpeg4VideoFormat)track.Format;
        return string.Create(CultureInfo.InvariantCulture, $"profile-level-id={format.ProfileAndLevel}; config={Convert.ToHexString(format.Config.Span)}");
    }

    private static Mpeg4VideoFormat? FormatOf(string? hex)
    {
        if (hex is null || hex.Length > 2 * Mpeg4VideoFormat.MaxConfigBytes || hex.Length % 2 != 0) return null;
        Span<byte> config = stackalloc byte[Mpeg4VideoFormat.MaxConfigBytes];
        return Convert.FromHexString(hex, config, out _, out int length) == System.Buffers.OperationStatus.Done ? Mpeg4VideoFormat.Of(config[..length]) : null;
    }
}
