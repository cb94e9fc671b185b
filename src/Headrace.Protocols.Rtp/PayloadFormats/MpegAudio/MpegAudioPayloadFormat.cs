using System.Globalization;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.MpegAudio;

/// <summary>
/// One layer of MPEG audio in RTP (RFC 2250, RFC 3551, 4.5.13): payload type 14, a clock of 90 kHz. The layer is an optional parameter (RFC 4855's registry: <c>layer</c>); without
/// it layer III is announced, and the first frame tells.
/// </summary>
internal sealed class MpegAudioPayloadFormat(MpegAudioCodec codec) : RtpPayloadFormat
{
    private const string Name = "MPA";
    private const byte StaticPayloadType = 14;
    private const int ClockRate = 90_000;

    /// <inheritdoc/>
    public override Codec Codec => codec;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) =>
        map.Is(Name) && codec == MpegAudioCodec.Of(media.FindFormatParameters(map.PayloadType).GetInt("layer", MpegAudioCodec.Layer3.Layer));

    /// <summary>The format comes with the first frame.</summary>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        description = new RtpTrackDescription(this, map, media.FindFormatParameters(map.PayloadType), null, ParameterSets.Empty);
        return true;
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options) =>
        new MpegAudioDepacketizer(codec.CreateAssembler(null, ParameterSets.Empty, options), options, description.ClockRate);

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) => new(StaticPayloadType, Name, ClockRate);

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) =>
        format is MpegAudioFormat audio ? new MpegAudioPacketizer(audio, ClockRate, maxPayloadBytes) : throw new ArgumentException("No MPEG audio.", nameof(format));

    /// <inheritdoc/>
    protected override string ParametersOf(Track track) =>
        track.Format is MpegAudioFormat format
            ? string.Create(CultureInfo.InvariantCulture, $"layer={format.Layer}; samplerate={format.SampleRate}; mode={(format.Channels == 1 ? "single_channel" : "stereo")}")
            : throw new ArgumentException("No MPEG audio.", nameof(track));
}
