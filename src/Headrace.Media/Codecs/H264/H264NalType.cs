namespace Headrace.Media.Codecs.H264;

/// <summary>NAL unit types (H.264, table 7-1) that are told apart here.</summary>
public enum H264NalType : byte
{
    /// <summary>Slice of a picture that is not an IDR picture.</summary>
    Slice = 1,

    /// <summary>Data partition A: slice header and what matters most.</summary>
    PartitionA = 2,

    /// <summary>Data partition B.</summary>
    PartitionB = 3,

    /// <summary>Data partition C.</summary>
    PartitionC = 4,

    /// <summary>Slice of an IDR picture.</summary>
    IdrSlice = 5,

    /// <summary>Supplemental enhancement information.</summary>
    Sei = 6,

    /// <summary>Sequence parameter set.</summary>
    Sps = 7,

    /// <summary>Picture parameter set.</summary>
    Pps = 8,

    /// <summary>Access unit delimiter.</summary>
    Delimiter = 9,

    /// <summary>End of sequence.</summary>
    EndOfSequence = 10,

    /// <summary>End of stream.</summary>
    EndOfStream = 11,

    /// <summary>Filler data.</summary>
    Filler = 12,

    /// <summary>First of the types that can only precede the first slice of a picture (14 to 18).</summary>
    Prefix = 14,

    /// <summary>Last of the types that can only precede the first slice of a picture (14 to 18).</summary>
    LastPreceding = 18,
}

/// <summary>The header of a NAL unit, one byte (H.264, 7.3.1).</summary>
public readonly record struct H264NalHeader(byte Value)
{
    /// <summary>The type.</summary>
    public H264NalType Type => (H264NalType)(Value & 0x1F);

    /// <summary>nal_ref_idc: 0 when nothing refers to it.</summary>
    public int RefIdc => Value >> 5 & 3;

    /// <summary>True when the forbidden bit is set: the unit was damaged on its way.</summary>
    public bool IsForbidden => Value >= 0x80;

    /// <summary>True for units that begin with a slice header.</summary>
    public bool HasSliceHeader => Type is H264NalType.Slice or H264NalType.PartitionA or H264NalType.IdrSlice;
}
