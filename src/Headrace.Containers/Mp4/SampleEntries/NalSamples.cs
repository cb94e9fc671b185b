using Headrace.Media.Bits;
using Headrace.Media.Codecs;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>Samples that consist of NAL units, each behind its length (ISO/IEC 14496-15, 4.3.3).</summary>
internal static class NalSamples
{
    /// <summary>Gives the NAL units to an assembler; false where a length goes past the sample's end.</summary>
    public static bool TryAdd(ReadOnlySpan<byte> sample, int lengthSize, UnitAssembler assembler)
    {
        NalUnits.Enumerator units = new NalUnits(sample, lengthSize).GetEnumerator();
        while (units.MoveNext()) assembler.Add(units.Current);
        return !units.IsBroken;
    }
}
