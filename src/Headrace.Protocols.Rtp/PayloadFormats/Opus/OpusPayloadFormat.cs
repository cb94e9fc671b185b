using System.Collections.Immutable;
using System.Globalization;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Opus;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.Opus;

/// <summary>
/// Opus in RTP (RFC 7587): a packet of one, a packet of the other. More than two channels go by the name that libwebrtc gave them and GStreamer took over: <c>multiopus</c>, with the
/// channel mapping table of RFC 7845, 5.1.1, in parameters. No RFC has it.
/// </summary>
internal sealed class OpusPayloadFormat : RtpPayloadFormat
{
    private const string Name = "opus";
    private const string SurroundName = "multiopus";

    // Section 7: the rtpmap says 48000 and 2 whatever is sent.
    private const int MapChannels = 2;

    /// <inheritdoc/>
    public override Codec Codec => OpusCodec.Instance;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) => map.Is(Name) || MappingOf(media, map) is not null;

    /// <summary>Reads the number of channels from <c>sprop-stereo</c>; two where it is missing, to which a mono stream decodes as well. Of surround, the table.</summary>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        FormatParameters parameters = media.FindFormatParameters(map.PayloadType);
        int channels = parameters["sprop-stereo"] == "0" ? 1 : OpusFormat.DefaultChannels;
        OpusFormat format = MappingOf(media, map) is { } mapping ? OpusFormat.Of(map.Channels) with { Mapping = mapping } : OpusFormat.Of(channels);
        description = new RtpTrackDescription(this, map, parameters, format, ParameterSets.Empty);
        return true;
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options) =>
        new RawFrameDepacketizer(Codec.CreateAssembler(description.Format, ParameterSets.Empty, options));

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) =>
        format is OpusFormat { Mapping.IsPlain: false } surround
            ? new(dynamicPayloadType, SurroundName, OpusFormat.OpusClockRate, surround.Channels)
            : new(dynamicPayloadType, Name, OpusFormat.OpusClockRate, MapChannels);

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new RawFramePacketizer(maxPayloadBytes);

    /// <inheritdoc/>
    protected override string ParametersOf(Track track) => track.Format switch
    {
        OpusFormat { Mapping: { IsPlain: false } mapping } =>
            string.Create(CultureInfo.InvariantCulture, $"channel_mapping={string.Join(',', mapping.Channels)};coupled_streams={mapping.Coupled};num_streams={mapping.Streams}"),
        OpusFormat { Channels: 1 } => "sprop-stereo=0",
        _ => "sprop-stereo=1",
    };

    private static OpusMapping? MappingOf(MediaDescription media, RtpMap map)
    {
        if (!map.Is(SurroundName) || map.ClockRate != OpusFormat.OpusClockRate) return null;
        FormatParameters parameters = media.FindFormatParameters(map.PayloadType);
        (int streams, int coupled) = (parameters.GetInt("num_streams", 0), parameters.GetInt("coupled_streams", -1));
        if (streams is < 1 or > byte.MaxValue || coupled is < 0 or > byte.MaxValue) return null;
        ImmutableArray<byte>.Builder channels = ImmutableArray.CreateBuilder<byte>(map.Channels);
        foreach (string channel in (parameters["channel_mapping"] ?? "").Split(',', map.Channels + 1, StringSplitOptions.TrimEntries))
        {
            if (!byte.TryParse(channel, NumberStyles.None, CultureInfo.InvariantCulture, out byte decoded)) return null;
            channels.Add(decoded);
        }

        // Up to eight channels are loudspeakers to those who use the name.
        byte family = map.Channels <= OpusMapping.MaxLoudspeakers ? (byte)1 : OpusMapping.Unknown;
        OpusMapping mapping = new(family, (byte)streams, (byte)coupled, channels.DrainToImmutable());
        return mapping.IsValid && mapping.Channels.Length == map.Channels ? mapping : null;
    }
}
