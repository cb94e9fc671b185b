using System.Text;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H265;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats.Nal;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats.H265;

/// <summary>H.265 in RTP (RFC 7798). Encodings named <c>HEVC</c> are read too.</summary>
internal sealed class H265PayloadFormat : RtpPayloadFormat
{
    private const string Name = "H265";

    /// <inheritdoc/>
    public override Codec Codec => H265Codec.Instance;

    /// <inheritdoc/>
    public override bool Accepts(MediaDescription media, RtpMap map) => map.Is(Name) || map.Is("HEVC");

    /// <inheritdoc/>
    public override bool TryRead(MediaDescription media, RtpMap map, out RtpTrackDescription description)
    {
        FormatParameters parameters = media.FindFormatParameters(map.PayloadType);
        using H265Assembler assembler = new(null, ParameterSets.Empty, NalDescriptions.Options);
        SpropSets.AddTo(assembler, parameters["sprop-vps"]);
        SpropSets.AddTo(assembler, parameters["sprop-sps"]);
        SpropSets.AddTo(assembler, parameters["sprop-pps"]);
        description = new RtpTrackDescription(this, map, parameters, assembler.Format, assembler.ParameterSets);
        return true;
    }

    /// <inheritdoc/>
    public override RtpDepacketizer CreateDepacketizer(RtpTrackDescription description, UnitAssemblerOptions options)
    {
        bool hasDonl = description.Parameters.GetInt("sprop-max-don-diff", 0) > 0;
        return new H265Depacketizer(Codec.CreateAssembler(description.Format, description.ParameterSets, options), options, hasDonl);
    }

    /// <inheritdoc/>
    public override RtpMap MapOf(TrackFormat format, byte dynamicPayloadType) => new(dynamicPayloadType, Name, VideoFormat.VideoClockRate);

    /// <inheritdoc/>
    public override RtpPacketizer CreatePacketizer(TrackFormat format, int maxPayloadBytes = RtpPacketizer.DefaultMaxPayloadBytes) => new H265Packetizer(maxPayloadBytes);

    /// <inheritdoc/>
    protected override string ParametersOf(Track track)
    {
        StringBuilder text = new();
        NalDescriptions.AppendSets(text, "sprop-vps", track.ParameterSets, ParameterSetKind.Vps);
        NalDescriptions.AppendSets(text, "sprop-sps", track.ParameterSets, ParameterSetKind.Sps);
        NalDescriptions.AppendSets(text, "sprop-pps", track.ParameterSets, ParameterSetKind.Pps);
        return text.ToString();
    }
}
