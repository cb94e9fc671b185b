using Headrace.Media.Bits;
using Headrace.Media.Codecs;

namespace Headrace.Protocols.Rtp.PayloadFormats.Pictures;

/// <summary>Parts of pictures that begin with start codes.</summary>
internal static class StartCodes
{
    /// <summary>Bytes of a start code before the byte that says what begins.</summary>
    public const int Length = 3;

    /// <summary>Adds to an assembler what stands between start codes, zeros before the next one included.</summary>
    public static void AddTo(UnitAssembler assembler, ReadOnlySpan<byte> bytes)
    {
        int at = AnnexB.IndexOfStartCode(bytes);
        while (at >= 0)
        {
            bytes = bytes[(at + Length)..];
            at = AnnexB.IndexOfStartCode(bytes);
            assembler.Add(at < 0 ? bytes : bytes[..at]);
        }
    }
}
