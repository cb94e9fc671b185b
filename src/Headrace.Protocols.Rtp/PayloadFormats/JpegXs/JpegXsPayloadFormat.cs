using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.JpegXs;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.JpegXs;

/// <summary>JPEG XS in RTP (RFC 9134). What a sender declares beside the stream is passed on; size, depth and fields are said as the stream has them.</summary>
internal sealed class JpegXsPayloadFormat : RtpPayloadFormat
{
    private const string Name = "jxsv";
    private const int MaxValueLength = 64;

    // 7.1, as far as the stream itself does not say it.
    private static readonly string[] Declared = ["profile", "level", "sublevel", "sampling", "exactframerate", "segmented", "colorimetry", "TCS", "RANGE"];

    /// <inheritdoc/>
    public override Codec Codec => JpegXsCodec.Instance;

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
        new JpegXsDepacketizer(new JpegXsAssembler(DeclarationOf(description.Parameters), options), options);

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) => new(dynamicPayloadType, Name, VideoFormat.VideoClockRate);

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new JpegXsPacketizer(maxPayloadBytes);

    /// <inheritdoc/>
    protected override string ParametersOf(Track track)
    {
        JpegXsFormat format = (JpegXsFormat)track.Format;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"packetmode={(format.IsSliced ? 1 : 0)}; transmode=1");
        text.Append(CultureInfo.InvariantCulture, $"; depth={format.BitDepth}; width={format.Width}; height={format.Height}");
        if (format.HasFields) text.Append("; interlace");
        foreach ((string name, string value) in format.Declared.Values) text.Append("; ").Append(name).Append(value.Length > 0 ? "=" : "").Append(value);
        return text.ToString();
    }

    private static JpegXsDeclaration DeclarationOf(FormatParameters parameters)
    {
        ImmutableArray<KeyValuePair<string, string>>.Builder values = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (string name in Declared)
        {
            if (parameters[name] is { Length: <= MaxValueLength } value) values.Add(new KeyValuePair<string, string>(name, value));
        }

        return new JpegXsDeclaration(values.DrainToImmutable(), FrameRateOf(parameters["exactframerate"]), ColourOf(parameters));
    }

    private static FrameRate? FrameRateOf(string? text)
    {
        string[] parts = (text ?? "").Split('/');
        if (!uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint numerator)) return null;
        uint denominator = 1;
        if (parts.Length > 1 && !uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out denominator)) return null;
        return FrameRate.Of(numerator, denominator);
    }

    // Values of SMPTE ST 2110-20, 7.5 and 7.6, in code points of ITU-T H.273.
    private static ColourDescription? ColourOf(FormatParameters parameters)
    {
        (byte primaries, byte matrix) = parameters["colorimetry"] switch
        {
            "BT601-5" or "BT601" => ((byte)6, (byte)6),
            "BT709-2" or "BT709" => ((byte)1, (byte)1),
            "BT2020" or "BT2100" => ((byte)9, (byte)9),
            _ => (ColourDescription.Unspecified, ColourDescription.Unspecified),
        };
        if (primaries == ColourDescription.Unspecified) return null;
        byte transfer = parameters["TCS"] switch { "PQ" => 16, "HLG" => 18, "LINEAR" => 8, _ => primaries == 9 ? (byte)14 : primaries };
        return new ColourDescription(primaries, transfer, matrix, parameters["RANGE"] is "FULL" or "FULLPROTECT");
    }
}
