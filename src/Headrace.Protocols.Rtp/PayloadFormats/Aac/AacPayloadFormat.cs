using System.Globalization;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.Aac;

/// <summary>AAC in RTP: RFC 3640 in the modes AAC-hbr, AAC-lbr and generic; received also as LATM (RFC 6416) with its config in the session description.</summary>
internal sealed class AacPayloadFormat : RtpPayloadFormat
{
    private const string Name = "mpeg4-generic";
    private const string LatmName = "MP4A-LATM";

    // Profile levels depend on what a decoder must have; 1 is what senders write and nobody reads.
    private const int ProfileLevel = 1;

    /// <inheritdoc/>
    public override Codec Codec => AacCodec.Instance;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) => media.Kind == "audio" && (map.Is(Name) || ReadMux(map, media.FindFormatParameters(map.PayloadType)) is not null);

    /// <inheritdoc/>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        FormatParameters parameters = media.FindFormatParameters(map.PayloadType);
        LatmMuxConfig? mux = ReadMux(map, parameters);
        description = new RtpTrackDescription(this, map, parameters, mux is null ? ReadFormat(parameters["config"]) : mux.Format, ParameterSets.Empty);
        return mux is not null || AacPayloadParameters.TryRead(parameters, out _);
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options)
    {
        if (ReadMux(description.Map, description.Parameters) is { } mux)
        {
            return new LatmDepacketizer(Codec.CreateAssembler(description.Format, ParameterSets.Empty, options), options, mux, description.ClockRate);
        }

        if (!AacPayloadParameters.TryRead(description.Parameters, out AacPayloadParameters parameters)) throw new ArgumentException("Not read by this format.", nameof(description));
        return new AacDepacketizer(Codec.CreateAssembler(description.Format, ParameterSets.Empty, options), options, parameters, description.ClockRate);
    }

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) =>
        format is AacFormat aac ? new RtpMap(dynamicPayloadType, Name, aac.ClockRate, Math.Max(1, aac.Channels)) : throw new ArgumentException("Not AAC.", nameof(format));

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) =>
        format is AacFormat aac ? new AacPacketizer(aac, maxPayloadBytes) : throw new ArgumentException("Not AAC.", nameof(format));

    /// <inheritdoc/>
    protected override string ParametersOf(Track track)
    {
        if (track.Format is not AacFormat format) throw new ArgumentException("Not AAC.", nameof(track));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"streamtype=5; profile-level-id={ProfileLevel}; mode=AAC-hbr; sizelength=13; indexlength=3; indexdeltalength=3; constantduration={format.SamplesPerFrame}; config={Convert.ToHexString(format.ConfigBytes.Span)}");
    }

    private static AacFormat? ReadFormat(string? config) => AacFormat.TryParse(ReadConfig(config), out AacFormat? format) ? format : null;

    /// <summary>The config of a LATM stream; null for what is none, and for one whose config is in the stream or of a kind that is not read (it stays opaque).</summary>
    private static LatmMuxConfig? ReadMux(RtpMap map, FormatParameters parameters) =>
        map.Is(LatmName) && parameters["cpresent"] == "0" && LatmMuxConfig.TryParse(ReadConfig(parameters["config"]), out LatmMuxConfig? mux) ? mux : null;

    private static byte[] ReadConfig(string? config)
    {
        if (string.IsNullOrEmpty(config) || config.Length % 2 != 0 || config.Length / 2 > AacConfig.MaxLength) return [];
        byte[] bytes = new byte[config.Length / 2];
        return Convert.FromHexString(config, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : [];
    }
}
