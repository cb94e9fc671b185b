using Headrace.Media.Bits;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>Video in NAL units, each with its length before it, as MP4 has it.</summary>
internal abstract class NalTagBody : TagBody
{
    public sealed override bool HasCompositionOffset => true;

    public sealed override bool HasSequenceHeader => true;

    public sealed override string? WhyNot(Track track) =>
        track.ParameterSets.Has(ParameterSetKind.Sps) && track.ParameterSets.Has(ParameterSetKind.Pps) ? null : "its parameter sets have not come yet";

    // The sets go on as if they had come in-band: those of before stay where they are not replaced, and the picture is not cut.
    public sealed override UnitAssembler Follow(UnitAssembler assembler, FlvSequence sequence, UnitAssemblerOptions options)
    {
        foreach (ParameterSet set in sequence.ParameterSets.Sets) assembler.Add(set.Nal.Span);
        return assembler;
    }

    public sealed override bool AddTo(UnitAssembler assembler, ReadOnlySpan<byte> unit, FlvSequence sequence)
    {
        NalUnits.Enumerator walk = new NalUnits(unit, sequence.LengthSize).GetEnumerator();
        bool isAny = false;
        while (walk.MoveNext())
        {
            assembler.Add(walk.Current);
            isAny = true;
        }

        if (!walk.IsBroken) return true;
        if (isAny || !AnnexB.StartsWithStartCode(unit)) return false;

        // Some encoders leave start codes where lengths belong.
        assembler.Add(unit);
        return true;
    }
}
