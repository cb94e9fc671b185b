using System.Globalization;
using System.Text;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats.Nal;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.H264;

/// <summary>H.264 in RTP (RFC 6184).</summary>
internal sealed class H264PayloadFormat : RtpPayloadFormat
{
    private const string Name = "H264";

    /// <inheritdoc/>
    public override Codec Codec => H264Codec.Instance;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) => map.Is(Name);

    /// <inheritdoc/>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        FormatParameters parameters = media.FindFormatParameters(map.PayloadType);
        using H264Assembler assembler = new(null, ParameterSets.Empty, NalDescriptions.Options);
        SpropSets.AddTo(assembler, parameters["sprop-parameter-sets"]);
        description = new RtpTrackDescription(this, map, parameters, assembler.Format, assembler.ParameterSets);
        return true;
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options) =>
        new H264Depacketizer(Codec.CreateAssembler(description.Format, description.ParameterSets, options), options);

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) => new(dynamicPayloadType, Name, VideoFormat.VideoClockRate);

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new H264Packetizer(maxPayloadBytes);

    /// <inheritdoc/>
    protected override string ParametersOf(Track track)
    {
        StringBuilder text = new("packetization-mode=1");
        if (track.Format is H264Format format)
        {
            text.Append(CultureInfo.InvariantCulture, $"; profile-level-id={format.ProfileIdc:X2}{format.Constraints:X2}{format.LevelIdc:X2}");
        }

        NalDescriptions.AppendSets(text, "sprop-parameter-sets", track.ParameterSets, null);
        return text.ToString();
    }
}
