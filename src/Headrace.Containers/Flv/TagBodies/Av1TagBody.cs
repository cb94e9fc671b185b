using System.Buffers;
using Headrace.Containers.Mp4;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>AV1 (Enhanced RTMP v1: <c>av01</c>): temporal units without delimiters.</summary>
internal sealed class Av1TagBody : TagBody
{
    public override Codec Codec => Av1Codec.Instance;

    public override FourCc? FourCc => new FourCc("av01"u8);

    public override bool HasSequenceHeader => true;

    // A record without a sequence header is allowed: the first key frame has it.
    public override bool TryReadSequenceHeader(ReadOnlySpan<byte> header, out FlvSequence? sequence)
    {
        sequence = header.Length >= Av1Config.HeaderLength ? new FlvSequence(Av1Config.TryRead(header, out Av1Format? format) ? format : null, ParameterSets.Empty) : null;
        return sequence is not null;
    }

    // As if it had come in-band: it holds from the next key frame on.
    public override UnitAssembler Follow(UnitAssembler assembler, FlvSequence sequence, UnitAssemblerOptions options)
    {
        if (sequence.Format is Av1Format format) assembler.Add(format.SequenceHeader.Span);
        return assembler;
    }

    internal override void WriteSequenceHeader(Track track, IBufferWriter<byte> output) => Av1Config.Write(output, (Av1Format)track.Format);
}
