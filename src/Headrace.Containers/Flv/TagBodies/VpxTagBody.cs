using System.Buffers;
using System.Buffers.Binary;
using Headrace.Containers.Mp4;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Vpx;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>
/// VP8 and VP9 (Enhanced RTMP v2: <c>vp08</c>, <c>vp09</c>): frames as they are. The configuration is written behind version and flags, as FFmpeg 8.1 writes it, and read without them too. The configuration does not say a size, so that the format comes with the first key frame, which says all else too.
/// </summary>
internal sealed class VpxTagBody(Codec codec, FourCc fourCc, Func<TrackFormat, VpxConfig> configOf) : TagBody
{
    private const uint Version = 1;
    private const int VersionAndFlags = 4;

    public override Codec Codec => codec;

    public override FourCc? FourCc => fourCc;

    public override bool HasSequenceHeader => true;

    public override bool TryReadSequenceHeader(ReadOnlySpan<byte> header, out FlvSequence? sequence)
    {
        bool isRead = VpxConfig.TryRead(header.Length >= VpxConfig.Length + VersionAndFlags && header[0] == Version && header[2] == 0 ? header[VersionAndFlags..] : header, out _);
        sequence = isRead ? new FlvSequence(null, ParameterSets.Empty) : null;
        return isRead;
    }

    public override UnitAssembler Follow(UnitAssembler assembler, FlvSequence sequence, UnitAssemblerOptions options) => assembler;

    internal override void WriteSequenceHeader(Track track, IBufferWriter<byte> output)
    {
        Span<byte> header = output.GetSpan(VersionAndFlags + VpxConfig.Length);
        BinaryPrimitives.WriteUInt32BigEndian(header, Version << 24);
        configOf(track.Format).Write(header[VersionAndFlags..]);
        output.Advance(VersionAndFlags + VpxConfig.Length);
    }
}
