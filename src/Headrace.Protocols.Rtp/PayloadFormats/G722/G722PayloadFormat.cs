using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G722;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats.Samples;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.G722;

/// <summary>
/// G.722 in RTP (RFC 3551, 4.5.2): packets of any number of bytes. Its clock rate was once written down wrong and stays so: 8,000, a tick a byte, for samples of 16 kHz.
/// </summary>
internal sealed class G722PayloadFormat : RtpPayloadFormat
{
    private const string Name = "G722";
    private const byte StaticPayloadType = 9;
    private const int ClockRate = 8000;
    private const int MaxChannels = 8;

    /// <inheritdoc/>
    public override Codec Codec => G722Codec.Instance;

    /// <summary>A clock of 16,000 is believed where it is announced.</summary>
    public override bool Accepts(MediaDescription media, RtpMap map) => map.Is(Name) && map.ClockRate is ClockRate or G722Format.G722SampleRate && map.Channels <= MaxChannels;

    /// <inheritdoc/>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        description = new RtpTrackDescription(this, map, media.FindFormatParameters(map.PayloadType), G722Format.Of(map.Channels), ParameterSets.Empty);
        return true;
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options) =>
        new SampleDepacketizer(Codec.CreateAssembler(description.Format, ParameterSets.Empty, options), LayoutOf(description.Map.Channels, description.ClockRate));

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType)
    {
        int channels = ((G722Format)format).Channels;
        return new RtpMap(channels == 1 ? StaticPayloadType : dynamicPayloadType, Name, ClockRate, channels);
    }

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) =>
        new SamplePacketizer(LayoutOf(((G722Format)format).Channels, ClockRate), maxPayloadBytes);

    /// <inheritdoc/>
    protected override string ParametersOf(Track track) => "";

    private static SampleLayout LayoutOf(int channels, int clockRate) => new(channels, clockRate / ClockRate, clockRate);
}
