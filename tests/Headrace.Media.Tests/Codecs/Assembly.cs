using Headrace.Media.Bits;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Media.Tests.Codecs;

/// <summary>Runs an assembler as an input would that is told no boundaries, and keeps copies of what comes out.</summary>
internal static class Assembly
{
    /// <summary>A unit with its bytes copied.</summary>
    public sealed record Unit(AssembledUnit Facts, byte[] Bytes)
    {
        public IEnumerable<string> Nals
        {
            get
            {
                List<string> nals = [];
                foreach (ReadOnlySpan<byte> nal in new NalUnits(Bytes)) nals.Add(Convert.ToHexString(nal));
                return nals;
            }
        }
    }

    public static UnitAssemblerOptions Options(int maxUnitBytes = UnitAssemblerOptions.DefaultMaxUnitBytes) => new(new MediaBufferPool(), null, maxUnitBytes);

    /// <summary>All units of a byte stream. Checks that no buffer is left.</summary>
    public static List<Unit> OfByteStream(Codec codec, ReadOnlySpan<byte> stream)
    {
        UnitAssemblerOptions options = Options();
        List<Unit> units = [];
        using (UnitAssembler assembler = codec.CreateAssembler(null, ParameterSets.Empty, options))
        {
            foreach (ReadOnlySpan<byte> nal in new AnnexB(stream)) Feed(assembler, nal, units);
            Complete(assembler, units);
        }

        Assert.Equal(0, options.Pool.Outstanding);
        return units;
    }

    public static void Feed(UnitAssembler assembler, ReadOnlySpan<byte> piece, List<Unit> units)
    {
        if (assembler.BeginsNext(piece)) Complete(assembler, units);
        assembler.Add(piece);
    }

    public static void Complete(UnitAssembler assembler, List<Unit> units, bool isDamaged = false)
    {
        if (!assembler.TryComplete(isDamaged, out AssembledUnit unit)) return;
        units.Add(new Unit(unit, unit.Payload.Span.ToArray()));
        unit.Payload.Release();
    }

    /// <summary>Kinds in decoding order; a random access point is followed by <c>*</c> (IDR), <c>o</c> (open) or its recovery count.</summary>
    public static string Describe(IEnumerable<Unit> units) => string.Concat(units.Select(unit => unit.Facts.Picture + (unit.Facts.RandomAccess.Kind switch
    {
        RandomAccessKind.Idr => "*",
        RandomAccessKind.OpenGop => "o",
        RandomAccessKind.Recovery => $"{unit.Facts.RandomAccess.RecoveryFrames}",
        _ => "",
    })));

    /// <summary>Which units nothing refers to: <c>-</c>; others <c>+</c>.</summary>
    public static string Disposable(IEnumerable<Unit> units) => string.Concat(units.Select(unit => unit.Facts.IsDisposable ? '-' : '+'));
}
