using System.Globalization;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G726;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats.Samples;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.G726;

/// <summary>G.726 in RTP (RFC 3551, 4.5.4): <c>G726-16</c> to <c>G726-40</c>, and with the codes in the other order <c>AAL2-G726-16</c> to <c>AAL2-G726-40</c>.</summary>
internal sealed class G726PayloadFormat : RtpPayloadFormat
{
    private const string Name = "G726-";
    private const string OtherName = "AAL2-G726-";
    private const int MaxSampleRate = 48_000;
    private const int KilobitsOfBit = 8;

    /// <inheritdoc/>
    public override Codec Codec => G726Codec.Instance;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) => FormatOf(map) is not null;

    /// <inheritdoc/>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        G726Format? format = FormatOf(map);
        description = new RtpTrackDescription(this, map, media.FindFormatParameters(map.PayloadType), format, ParameterSets.Empty);
        return format is not null;
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options) =>
        new SampleDepacketizer(Codec.CreateAssembler(description.Format, ParameterSets.Empty, options), LayoutOf(description.Format!));

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType)
    {
        G726Format stated = (G726Format)format;
        string prefix = stated.Packing == G726Packing.MostSignificantFirst ? OtherName : Name;
        return new RtpMap(dynamicPayloadType, string.Create(CultureInfo.InvariantCulture, $"{prefix}{stated.BitsPerSample * KilobitsOfBit}"), stated.SampleRate);
    }

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new SamplePacketizer(LayoutOf(format), maxPayloadBytes);

    /// <inheritdoc/>
    protected override string ParametersOf(Track track) => "";

    private static SampleLayout LayoutOf(TrackFormat format) => new(((G726Format)format).BitsPerSample, G726Format.SamplesPerBlock, format.ClockRate);

    private static G726Format? FormatOf(RtpMap map)
    {
        if (map.Channels != 1 || map.ClockRate is < G726Format.DefaultSampleRate or > MaxSampleRate) return null;
        ReadOnlySpan<char> name = map.EncodingName;
        bool isOther = name.StartsWith(OtherName, StringComparison.OrdinalIgnoreCase);
        if (!isOther && !name.StartsWith(Name, StringComparison.OrdinalIgnoreCase)) return null;
        if (!int.TryParse(name[(isOther ? OtherName : Name).Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int kilobits) || kilobits % KilobitsOfBit != 0) return null;
        int bits = kilobits / KilobitsOfBit;
        if (bits is < G726Format.MinBitsPerSample or > G726Format.MaxBitsPerSample) return null;
        return G726Format.Of(bits, isOther ? G726Packing.MostSignificantFirst : G726Packing.LeastSignificantFirst, map.ClockRate);
    }
}
