using Headrace.Media.Bits;
using Headrace.Media.Codecs.Ac3;

namespace Headrace.Media.Codecs.Eac3;

/// <summary>
/// The beginning of a frame of E-AC-3 (ETSI TS 102 366, E.1.2.1 and E.1.2.2).
/// <code>
/// | 0x0B77 16 | strmtyp 2 | substreamid 3 | frmsiz 11 | fscod 2 | numblkscod or fscod2: 2 | acmod 3 | lfeon 1 | bsid 5 | … |
/// </code>
/// A frame of AC-3 among them is the independent substream 0.
/// </summary>
/// <param name="Kind">What its substream is.</param>
/// <param name="SubstreamId">0 to 7: of independent ones, and within each of its dependent ones.</param>
/// <param name="FrameLength">Bytes of the frame with its header.</param>
/// <param name="RateCode">fscod; 3 for half of what <paramref name="SampleRate"/> would be.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Blocks">Audio blocks: 1, 2, 3 or 6.</param>
/// <param name="CodingMode">acmod: which full-bandwidth channels there are.</param>
/// <param name="HasLfe">True when there is a channel of low frequencies.</param>
/// <param name="BitStreamId">bsid: 11 to 16, or one of AC-3.</param>
public readonly record struct Eac3Header(
    Eac3StreamKind Kind, int SubstreamId, int FrameLength, int RateCode, int SampleRate, int Blocks, int CodingMode, bool HasLfe, int BitStreamId)
{
    /// <summary>Bytes that must be there to read it; <see cref="Ac3Header.Length"/> for a frame of AC-3.</summary>
    public const int Length = 6;

    /// <summary>Greatest length of a frame.</summary>
    public const int MaxFrameLength = 4096;

    /// <summary>Greatest bsid that is known.</summary>
    public const int MaxBitStreamId = 16;

    /// <summary>Bits of what is read here, before what <see cref="Eac3Information"/> reads.</summary>
    internal const int FixedBits = 45;

    private const int ReservedKind = 3;
    private const int MaxReducedCode = 2;

    /// <summary>True for the frame that begins a set of substreams.</summary>
    public bool IsFirstOfSet => Kind != Eac3StreamKind.Dependent && SubstreamId == 0;

    /// <summary>Samples of a channel in the frame.</summary>
    public int Samples => Blocks * Ac3Tables.SamplesPerBlock;

    /// <summary>Reads the header at the start. False when there is none, it is cut off, or has a reserved code.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Eac3Header header)
    {
        header = default;
        int id = Ac3Header.ReadBitStreamId(bytes);
        if (id is < 0 or > MaxBitStreamId) return false;
        if (id <= Ac3Header.MaxBitStreamId) return TryReadAc3(bytes, out header);
        BitReader reader = new(bytes[2..Length]);
        int kind = (int)reader.Read(2);
        int substream = (int)reader.Read(3);
        int length = ((int)reader.Read(11) + 1) * 2;
        int rateCode = (int)reader.Read(2);
        int second = (int)reader.Read(2);
        bool isReduced = rateCode == Ac3Tables.ReservedRateCode;
        if (kind == ReservedKind || length <= Length || (isReduced && second > MaxReducedCode)) return false;
        int rate = isReduced ? Ac3Tables.RateOf(second) / 2 : Ac3Tables.RateOf(rateCode);
        int blocks = isReduced || second == 3 ? Ac3Tables.BlocksPerUnit : second + 1;
        header = new Eac3Header((Eac3StreamKind)kind, substream, length, rateCode, rate, blocks, (int)reader.Read(3), reader.ReadFlag(), id);
        return true;
    }

    private static bool TryReadAc3(ReadOnlySpan<byte> bytes, out Eac3Header header)
    {
        bool isRead = Ac3Header.TryRead(bytes, out Ac3Header ac3);
        header = isRead
            ? new Eac3Header(Eac3StreamKind.Independent, 0, ac3.FrameLength, ac3.RateCode, ac3.SampleRate, Ac3Tables.BlocksPerUnit, ac3.CodingMode, ac3.HasLfe, ac3.BitStreamId)
            : default;
        return isRead;
    }
}
