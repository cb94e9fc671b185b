using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>How <c>stsd</c> describes the samples of one codec. Stateless; one instance a codec, registered in <see cref="Mp4SampleEntries"/>.</summary>
public abstract class SampleEntry
{
    /// <summary>The codec.</summary>
    public abstract Codec Codec { get; }

    /// <summary>True for the names that the codec's sample entries have, also those that are only read.</summary>
    public abstract bool Has(FourCc type);

    /// <summary>Why a track of the codec cannot be described (yet), or null when it can.</summary>
    public abstract string? WhyNot(Track track);

    /// <summary>Writes the sample entry of a track for which <see cref="WhyNot"/> gives null.</summary>
    public abstract void Write(Track track, BoxWriter output);

    /// <summary>Reads a sample entry whose name <see cref="Has"/> knows. False when it cannot be understood, or says too little to describe a format.</summary>
    public abstract bool TryRead(in Box entry, out SampleDescription description);

    /// <summary>Reads how samples behind an entry are coded, also where the entry says too little to describe a format. Null when it cannot be understood.</summary>
    public virtual SampleCoding? ReadCoding(in Box entry) => TryRead(entry, out SampleDescription description) ? new SampleCoding(this, description.Format, description.ParameterSets) : null;

    /// <summary>Gives a sample's pieces to an assembler of the codec: the sample as it is, where the codec says nothing else. False where it breaks its syntax.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="lengthSize">Bytes of the length before each NAL unit; 0 where there are none.</param>
    /// <param name="assembler">An assembler of <see cref="Codec"/>.</param>
    public virtual bool TryAddSample(ReadOnlySpan<byte> sample, int lengthSize, UnitAssembler assembler)
    {
        assembler.Add(sample);
        return true;
    }
}
