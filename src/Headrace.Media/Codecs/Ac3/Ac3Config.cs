using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Ac3;

/// <summary>
/// The content of MP4's <c>dac3</c> box (ETSI TS 102 366, F.4).
/// <code>
/// | fscod 2 | bsid 5 | bsmod 3 | acmod 3 | lfeon 1 | bit_rate_code 5 | reserved 5 |
/// </code>
/// </summary>
public static class Ac3Config
{
    /// <summary>Bytes of the content.</summary>
    public const int Length = 3;

    /// <summary>Reads it. False when it is cut off or has a reserved code.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, [NotNullWhen(true)] out Ac3Format? format)
    {
        format = null;
        if (content.Length < Length) return false;
        BitReader reader = new(content);
        int rateCode = (int)reader.Read(2);
        int id = (int)reader.Read(5);
        int mode = (int)reader.Read(3);
        int coding = (int)reader.Read(3);
        bool hasLfe = reader.ReadFlag();
        int sizeCode = (int)reader.Read(5) * 2;
        if (rateCode == Ac3Tables.ReservedRateCode || id > Ac3Header.MaxBitStreamId || sizeCode >= Ac3Tables.FrameSizeCodes) return false;
        format = Ac3Format.Of(new Ac3Header(rateCode, sizeCode, id, mode, coding, hasLfe));
        return true;
    }

    /// <summary>Writes it into the first <see cref="Length"/> bytes.</summary>
    public static void Write(Span<byte> destination, Ac3Format format)
    {
        destination[..Length].Clear();
        BitFieldWriter writer = new(destination);
        writer.Write((uint)format.RateCode, 2);
        writer.Write((uint)format.BitStreamId, 5);
        writer.Write((uint)format.BitStreamMode, 3);
        writer.Write((uint)format.CodingMode, 3);
        writer.Write(format.HasLfe ? 1u : 0, 1);
        writer.Write((uint)format.BitRateCode, 5);
    }
}
