using System.Buffers;
using Headrace.Containers.Flv.Reading;
using Headrace.Containers.Mp4;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H265;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>H.265 (Enhanced RTMP v1: <c>hvc1</c>). The number 12 of the classic form, which vendors used before, is read.</summary>
internal sealed class H265TagBody : NalTagBody
{
    public override Codec Codec => H265Codec.Instance;

    public override FourCc? FourCc => new FourCc("hvc1"u8);

    public override bool ReadsClassic(int classicId) => classicId == FlvPackets.VendorH265;

    public override bool TryReadSequenceHeader(ReadOnlySpan<byte> header, out FlvSequence? sequence)
    {
        sequence = H265Config.TryRead(header, out H265Config? config) ? new FlvSequence(config.Format, config.ParameterSets, config.LengthSize) : null;
        return sequence is not null;
    }

    internal override void WriteSequenceHeader(Track track, IBufferWriter<byte> output) => H265Config.TryWrite(output, track.ParameterSets);
}
