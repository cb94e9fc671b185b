using System.Buffers;
using Headrace.Containers.Mp4;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>
/// How tags of FLV, and messages of RTMP, carry the units of one codec. Payloads are canonical in both directions where not said otherwise. Stateless; one instance a codec,
/// registered in <see cref="FlvTagBodies"/>.
/// </summary>
public abstract class TagBody
{
    /// <summary>The codec.</summary>
    public abstract Codec Codec { get; }

    /// <summary>Its number in the classic form (FLV 10.1, E.4.2.1 and E.4.3.1), in which it is written then; -1 where it has none.</summary>
    public virtual int ClassicId => -1;

    /// <summary>Its name in the enhanced form (Enhanced RTMP v2); null where it has none.</summary>
    public virtual FourCc? FourCc => null;

    /// <summary>True when a frame has a composition offset before it.</summary>
    public virtual bool HasCompositionOffset => false;

    /// <summary>True when a configuration goes before the first frame.</summary>
    public virtual bool HasSequenceHeader => false;

    /// <summary>True when a number of the classic form means this codec.</summary>
    public virtual bool ReadsClassic(int classicId) => classicId >= 0 && classicId == ClassicId;

    /// <summary>Why a track of the codec cannot be carried (yet), or null when it can.</summary>
    public virtual string? WhyNot(Track track) => null;

    /// <summary>Reads a sequence header. False when it cannot be understood.</summary>
    public virtual bool TryReadSequenceHeader(ReadOnlySpan<byte> header, out FlvSequence? sequence)
    {
        sequence = null;
        return false;
    }

    /// <summary>What is known of a track without a sequence header.</summary>
    /// <param name="flags">The first byte of a tag's body in the classic form.</param>
    /// <param name="isClassic">Whether it is that.</param>
    public virtual FlvSequence Assume(byte flags, bool isClassic) => new(null, ParameterSets.Empty);

    /// <summary>Another sequence header came: gives the assembler that goes on. The one before is disposed where it is another one.</summary>
    public virtual UnitAssembler Follow(UnitAssembler assembler, FlvSequence sequence, UnitAssemblerOptions options)
    {
        assembler.Dispose();
        return Codec.CreateAssembler(sequence.Format, sequence.ParameterSets, options);
    }

    /// <summary>Takes the bytes of one unit off the data of a packet: all of it, unless frames of sound stand one behind the other.</summary>
    public virtual ReadOnlySpan<byte> TakeUnit(ref ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> all = data;
        data = [];
        return all;
    }

    /// <summary>Adds the bytes of a unit to an assembler of the codec, piece by piece. False when they are broken.</summary>
    public virtual bool AddTo(UnitAssembler assembler, ReadOnlySpan<byte> unit, FlvSequence sequence)
    {
        assembler.Add(unit);
        return true;
    }

    /// <summary>The first byte of a tag's body in the classic form, but for the kind of frame: codec, and what it says of sound.</summary>
    internal virtual byte FlagsOf(Track track) => (byte)ClassicId;

    /// <summary>Writes the configuration of a track for which <see cref="WhyNot"/> gives null.</summary>
    internal virtual void WriteSequenceHeader(Track track, IBufferWriter<byte> output)
    {
    }
}
