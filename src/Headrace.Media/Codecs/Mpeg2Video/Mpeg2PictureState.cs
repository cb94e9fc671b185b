using System.Buffers.Binary;
using Headrace.Media.Bits;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Mpeg2Video;

/// <summary>What is known of the picture under construction from its headers so far. The two fields of a frame are one picture here.</summary>
internal struct Mpeg2PictureState
{
    private const int PictureCodingExtension = 8;
    private const int FramePicture = 3;
    private int _temporalReference;
    private bool _isField;
    private bool _isSecondField;

    /// <summary>True once there is a slice.</summary>
    public bool HasSlices { get; private set; }

    /// <summary>True when a sequence header stands before it: a decoder may begin here.</summary>
    public bool HasSequence { get; private set; }

    /// <summary>True when the group of pictures that it begins refers to nothing before it.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Its kind; of the first field where there are two.</summary>
    public PictureKind Kind { get; private set; }

    /// <summary>True when its first field is shown again: it lasts half as long again.</summary>
    public bool RepeatsField { get; private set; }

    /// <summary>True after slices of one field: the frame's second field may follow.</summary>
    public readonly bool IsLoneField => HasSlices && _isField && !_isSecondField;

    public void AddSequence() => HasSequence = true;

    public void AddSlice() => HasSlices = true;

    /// <summary>6.2.2.6: closed_gop stands behind the 25 bits of the time code.</summary>
    public void AddGroup(ReadOnlySpan<byte> part) => IsClosed = part.Length > 4 && (part[4] & 0x40) != 0;

    /// <summary>True when a picture header, behind slices, begins another picture than these are of.</summary>
    public readonly bool EndsBefore(ReadOnlySpan<byte> header) => !IsLoneField || !TryReadReference(header, out int reference) || reference != _temporalReference;

    /// <summary>Takes a picture header (6.2.3); false when it has no meaning.</summary>
    public bool TryAddPicture(ReadOnlySpan<byte> part)
    {
        if (!TryReadReference(part, out int reference)) return false;
        PictureKind kind = (part[2] >> 3 & 7) switch { 1 => PictureKind.I, 2 => PictureKind.P, 3 => PictureKind.B, _ => PictureKind.None };
        if (kind == PictureKind.None) return false;
        if (HasSlices) _isSecondField = true;
        else (_temporalReference, Kind) = (reference, kind);
        return true;
    }

    /// <summary>Takes an extension (6.2.3.1), which says whether the picture is a field.</summary>
    public void AddExtension(ReadOnlySpan<byte> part)
    {
        if (HasSlices || part.Length < 6 || part[1] >> 4 != PictureCodingExtension) return;
        BitReader reader = new(part[1..]);
        reader.Skip(4 + 16 + 2);
        _isField = reader.Read(2) != FramePicture;
        reader.Skip(6);
        RepeatsField = reader.ReadFlag();
    }

    private static bool TryReadReference(ReadOnlySpan<byte> part, out int reference)
    {
        reference = part.Length < 4 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(part[1..]) >> 6;
        return part.Length >= 4;
    }
}
