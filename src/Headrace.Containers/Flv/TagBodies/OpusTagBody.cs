using System.Buffers;
using Headrace.Containers.Mp4;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Opus;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>Opus (Enhanced RTMP v2: <c>Opus</c>): the configuration is an <c>OpusHead</c>.</summary>
internal sealed class OpusTagBody : TagBody
{
    public override Codec Codec => OpusCodec.Instance;

    public override FourCc? FourCc => new FourCc("Opus"u8);

    public override bool HasSequenceHeader => true;

    public override bool TryReadSequenceHeader(ReadOnlySpan<byte> header, out FlvSequence? sequence)
    {
        sequence = OpusConfig.TryReadHead(header, out OpusFormat? format) ? new FlvSequence(format, ParameterSets.Empty) : null;
        return sequence is not null;
    }

    public override FlvSequence Assume(byte flags, bool isClassic) => new(OpusFormat.Of(OpusFormat.DefaultChannels), ParameterSets.Empty);

    internal override void WriteSequenceHeader(Track track, IBufferWriter<byte> output) => OpusConfig.WriteHead(output, (OpusFormat)track.Format);
}
