using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>How the samples behind one sample entry become units.</summary>
/// <param name="Entry">The codec's entry.</param>
/// <param name="Format">The format; null where only the samples say it (<c>avc3</c>, <c>hev1</c>).</param>
/// <param name="ParameterSets">The parameter sets in the entry.</param>
/// <param name="LengthSize">Bytes of the length before each NAL unit, 1 to 4; 0 where samples have none.</param>
public sealed record SampleCoding(SampleEntry Entry, TrackFormat? Format, ParameterSets ParameterSets, int LengthSize = 0)
{
    /// <summary>The codec.</summary>
    public Codec Codec => Entry.Codec;

    /// <summary>Bytes of a sample of sound, of all channels, where the file counts each of them; 0 where a sample is a unit.</summary>
    public int BareBytes { get; init; }

    /// <summary>Makes the assembler that <see cref="TryAdd"/> feeds.</summary>
    public UnitAssembler CreateAssembler(UnitAssemblerOptions options) => Entry.Codec.CreateAssembler(Format, ParameterSets, options);

    /// <summary>Gives a sample's pieces to an assembler. False where the sample breaks its syntax: what is good of it was given.</summary>
    public bool TryAdd(ReadOnlySpan<byte> sample, UnitAssembler assembler) => Entry.TryAddSample(sample, LengthSize, assembler);
}
