using System.Globalization;
using System.Text;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Eac3;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.Eac3;

/// <summary>E-AC-3 in RTP (RFC 4598): the clock is the sample rate.</summary>
internal sealed class Eac3PayloadFormat : RtpPayloadFormat
{
    private const string Name = "eac3";

    /// <inheritdoc/>
    public override Codec Codec => Eac3Codec.Instance;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) => map.Is(Name);

    /// <summary>The format comes with the first unit.</summary>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        description = new RtpTrackDescription(this, map, media.FindFormatParameters(map.PayloadType), null, ParameterSets.Empty);
        return true;
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options) => new Eac3Depacketizer(new Eac3Assembler(null, options), options);

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) =>
        format is Eac3Format eac3 ? new RtpMap(dynamicPayloadType, Name, eac3.SampleRate, eac3.Channels) : throw new ArgumentException("Not E-AC-3.", nameof(format));

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new Eac3Packetizer(maxPayloadBytes);

    /// <summary>bitStreamConfig (RFC 4598, 5.1): each substream's kind and the channels up to it. Left out where that is not known of each: of several that depend on one.</summary>
    protected override string ParametersOf(Track track)
    {
        if (track.Format is not Eac3Format format) throw new ArgumentException("Not E-AC-3.", nameof(track));
        StringBuilder text = new("bitStreamConfig=");
        foreach (Eac3Program program in format.Programs)
        {
            if (program.Dependents > 1) return "";
            text.Append(CultureInfo.InvariantCulture, $"i{program.OwnChannels}");
            if (program.Dependents == 1) text.Append(CultureInfo.InvariantCulture, $"d{program.Channels}");
        }

        return text.ToString();
    }
}
