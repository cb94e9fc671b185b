using Headrace.Containers.Mp4.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Tests.Mp4.Reading;

/// <summary>A unit that can be compared.</summary>
internal sealed record Unit(int Track, long Presentation, long Decode, int Length, ulong Hash, RandomAccessKind RandomAccess, bool IsDamaged)
{
    public static Unit Of(int track, Mp4UnitTime time, in AssembledUnit unit)
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (byte b in unit.Payload.Span) hash = (hash ^ b) * 1_099_511_628_211;
        return new Unit(track, time.Presentation, time.Decode, unit.Payload.Length, hash, unit.RandomAccess.Kind, unit.IsDamaged);
    }
}
