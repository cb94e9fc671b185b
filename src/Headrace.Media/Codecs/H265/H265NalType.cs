using System.Buffers.Binary;

namespace Headrace.Media.Codecs.H265;

/// <summary>NAL unit types (H.265, table 7-1) that are told apart here.</summary>
public enum H265NalType : byte
{
    /// <summary>First of the leading pictures (RADL and RASL: 6 to 9).</summary>
    FirstLeading = 6,

    /// <summary>Last of the leading pictures.</summary>
    LastLeading = 9,

    /// <summary>Last of the types whose even members nothing of their temporal layer refers to.</summary>
    LastSubLayer = 15,

    /// <summary>Broken link access that may have undecodable leading pictures; first of the intra random access pictures (16 to 23).</summary>
    BlaWithLeading = 16,

    /// <summary>Broken link access with decodable leading pictures only.</summary>
    BlaWithRadl = 17,

    /// <summary>Broken link access without leading pictures.</summary>
    BlaWithoutLeading = 18,

    /// <summary>Instantaneous decoding refresh with decodable leading pictures only.</summary>
    IdrWithRadl = 19,

    /// <summary>Instantaneous decoding refresh without leading pictures.</summary>
    IdrWithoutLeading = 20,

    /// <summary>Clean random access: an open GOP.</summary>
    Cra = 21,

    /// <summary>Last of the intra random access pictures.</summary>
    LastIrap = 23,

    /// <summary>Last of the types that are slices.</summary>
    LastSlice = 31,

    /// <summary>Video parameter set.</summary>
    Vps = 32,

    /// <summary>Sequence parameter set.</summary>
    Sps = 33,

    /// <summary>Picture parameter set.</summary>
    Pps = 34,

    /// <summary>Access unit delimiter.</summary>
    Delimiter = 35,

    /// <summary>End of sequence.</summary>
    EndOfSequence = 36,

    /// <summary>End of bitstream.</summary>
    EndOfBitstream = 37,

    /// <summary>Filler data.</summary>
    Filler = 38,

    /// <summary>Supplemental enhancement information before the slices that it concerns.</summary>
    PrefixSei = 39,

    /// <summary>Supplemental enhancement information after them.</summary>
    SuffixSei = 40,
}

/// <summary>
/// The header of a NAL unit (H.265, 7.3.1.2).
/// <code>
/// | 0 | type 6 | layer 6 | temporal id + 1: 3 |
/// </code>
/// </summary>
public readonly record struct H265NalHeader(ushort Value)
{
    /// <summary>Bytes of a header.</summary>
    public const int Length = 2;

    /// <summary>The type.</summary>
    public H265NalType Type => (H265NalType)(Value >> 9 & 0x3F);

    /// <summary>nuh_layer_id: above 0 for the layers of the extensions.</summary>
    public int LayerId => Value >> 3 & 0x3F;

    /// <summary>TemporalId, 0 to 6.</summary>
    public byte TemporalId => (byte)Math.Max((Value & 7) - 1, 0);

    /// <summary>True when the forbidden bit is set, or the temporal identifier is: the unit was damaged on its way.</summary>
    public bool IsForbidden => Value >= 0x8000 || (Value & 7) == 0;

    /// <summary>True for slices.</summary>
    public bool IsSlice => Type <= H265NalType.LastSlice;

    /// <summary>True for pictures at which decoding may begin: IDR, CRA, BLA.</summary>
    public bool IsIrap => Type is >= H265NalType.BlaWithLeading and <= H265NalType.LastIrap;

    /// <summary>True for RADL and RASL pictures.</summary>
    public bool IsLeading => Type is >= H265NalType.FirstLeading and <= H265NalType.LastLeading;

    /// <summary>True when no picture of the same temporal layer refers to it; those of higher layers may.</summary>
    public bool IsSubLayerNonReference => Type < H265NalType.LastSubLayer && ((int)Type & 1) == 0;

    /// <summary>Reads the header of a NAL unit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> nal, out H265NalHeader header)
    {
        header = nal.Length < Length ? default : new H265NalHeader(BinaryPrimitives.ReadUInt16BigEndian(nal));
        return nal.Length >= Length;
    }
}
