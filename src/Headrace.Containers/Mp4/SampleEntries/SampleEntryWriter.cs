using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>Describes the samples of one codec in <c>stsd</c>. Stateless; one instance a codec, registered in <see cref="Mp4SampleEntries"/>.</summary>
public abstract class SampleEntryWriter
{
    /// <summary>The codec.</summary>
    public abstract Codec Codec { get; }

    /// <summary>Why a track of the codec cannot be described (yet), or null when it can.</summary>
    public abstract string? WhyNot(Track track);

    /// <summary>Writes the sample entry of a track for which <see cref="WhyNot"/> gives null.</summary>
    public abstract void Write(Track track, BoxWriter output);
}
