using System.Buffers;
using Headrace.Containers.Mp4;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Vpx;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>
/// VP8 and VP9 (Enhanced RTMP v2: <c>vp08</c>, <c>vp09</c>): frames as they are. The configuration does not say a size, so that the format comes with the first key frame, which says all else too.
/// </summary>
internal sealed class VpxTagBody(Codec codec, FourCc fourCc, Func<TrackFormat, VpxConfig> configOf) : TagBody
{
    private const int VersionAndFlags = 4;

    public override Codec Codec => codec;

    public override FourCc? FourCc => fourCc;

    public override bool HasSequenceHeader => true;

    // Some write the box's version and flags before the record.
    public override bool TryReadSequenceHeader(ReadOnlySpan<byte> header, out FlvSequence? sequence)
    {
        bool isRead = VpxConfig.TryRead(header.Length >= VpxConfig.Length + VersionAndFlags && header[0] == 1 && header[2] == 0 ? header[VersionAndFlags..] : header, out _);
        sequence = isRead ? new FlvSequence(null, ParameterSets.Empty) : null;
        return isRead;
    }

    public override UnitAssembler Follow(UnitAssembler assembler, FlvSequence sequence, UnitAssemblerOptions options) => assembler;

    internal override void WriteSequenceHeader(Track track, IBufferWriter<byte> output)
    {
        configOf(track.Format).Write(output.GetSpan(VpxConfig.Length));
        output.Advance(VpxConfig.Length);
    }
}
