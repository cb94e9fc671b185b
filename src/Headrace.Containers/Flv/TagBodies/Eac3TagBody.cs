using Headrace.Containers.Mp4;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Eac3;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>E-AC-3 (Enhanced RTMP v2: <c>ec-3</c>): the frames of all substreams of a time in one tag.</summary>
internal sealed class Eac3TagBody() : FrameTagBody(Eac3Codec.Syntax)
{
    public override Codec Codec => Eac3Codec.Instance;

    public override FourCc? FourCc => new FourCc("ec-3"u8);

    public override ReadOnlySpan<byte> TakeUnit(ref ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> all = data;
        data = [];
        return all;
    }

    public override bool AddTo(UnitAssembler assembler, ReadOnlySpan<byte> unit, FlvSequence sequence)
    {
        while (!unit.IsEmpty) assembler.Add(base.TakeUnit(ref unit));
        return true;
    }
}
