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
}
