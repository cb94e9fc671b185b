using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Opaque;

/// <summary>The <c>rtpmap</c> and <c>fmtp</c> lines of a track that is passed on without being understood. Equal when all of them are.</summary>
/// <param name="MediaKind">What it carries.</param>
/// <param name="EncodingName">Encoding name, as the sender writes it: <c>vnd.onvif.metadata</c>.</param>
/// <param name="RtpClockRate">Clock rate of its timestamps, in Hz.</param>
/// <param name="Channels">Channels where the <c>rtpmap</c> names them, else 0.</param>
/// <param name="Fmtp">The parameters of its <c>fmtp</c> line, without the payload type; null when there is none.</param>
/// <param name="PayloadType">Static payload type when it has no <c>rtpmap</c> of its own (below 96), else null.</param>
public sealed record OpaqueFormat(MediaKind MediaKind, string EncodingName, int RtpClockRate, int Channels = 0, string? Fmtp = null, byte? PayloadType = null) : TrackFormat
{
    /// <inheritdoc/>
    public override Codec Codec => OpaqueCodec.Of(MediaKind);

    /// <inheritdoc/>
    public override int ClockRate => RtpClockRate;

    /// <summary>Null: nothing but RTP carries it.</summary>
    public override string? Rfc6381 => null;

    /// <inheritdoc/>
    public override string Description => Channels > 0 ? $"{EncodingName}/{RtpClockRate}/{Channels}" : $"{EncodingName}/{RtpClockRate}";
}
