using System.Globalization;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.Aac;

/// <summary>AAC in RTP (RFC 3640): the modes AAC-hbr, AAC-lbr and generic.</summary>
public sealed class AacPayloadFormat : RtpPayloadFormat
{
    private const string Name = "mpeg4-generic";

    // Profile levels depend on what a decoder must have; 1 is what senders write and nobody reads.
    private const int ProfileLevel = 1;

    /// <inheritdoc/>
    public override Codec Codec => AacCodec.Instance;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) => map.Is(Name) && media.Kind == "audio";

    /// <inheritdoc/>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        FormatParameters parameters = media.FindFormatParameters(map.PayloadType);
        description = new RtpTrackDescription(this, map, parameters, ReadFormat(parameters["config"]), ParameterSets.Empty);
        return AacPayloadParameters.TryRead(parameters, out _);
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options)
    {
        if (!AacPayloadParameters.TryRead(description.Parameters, out AacPayloadParameters parameters)) throw new ArgumentException("Not read by this format.", nameof(description));
        return new AacDepacketizer(Codec.CreateAssembler(description.Format, ParameterSets.Empty, options), options, parameters, description.ClockRate);
    }

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) =>
        format is AacFormat aac ? new RtpMap(dynamicPayloadType, Name, aac.ClockRate, Math.Max(1, aac.Channels)) : throw new ArgumentException("Not AAC.", nameof(format));

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new AacPacketizer(maxPayloadBytes);

    /// <inheritdoc/>
    protected override string ParametersOf(Track track)
    {
        string config = track.Format is AacFormat format ? Convert.ToHexString(format.ConfigBytes.Span) : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"streamtype=5; profile-level-id={ProfileLevel}; mode=AAC-hbr; sizelength=13; indexlength=3; indexdeltalength=3; config={config}");
    }

    private static AacFormat? ReadFormat(string? config)
    {
        if (string.IsNullOrEmpty(config) || config.Length % 2 != 0 || config.Length / 2 > AacConfig.MaxLength) return null;
        Span<byte> bytes = stackalloc byte[AacConfig.MaxLength];
        return Convert.FromHexString(config, bytes, out _, out int length) == System.Buffers.OperationStatus.Done && AacFormat.TryParse(bytes[..length], out AacFormat? format) ? format : null;
    }
}
