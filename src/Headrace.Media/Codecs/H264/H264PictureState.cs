using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.H264;

/// <summary>What is known of the picture under construction from its slices so far. The two fields of a frame are one picture here.</summary>
internal struct H264PictureState
{
    private H264SliceHeader _last;
    private bool _isSecondField;
    private bool _isAlone;
    private bool _beginsWithBottom;
    private bool _isReferred;

    /// <summary>True once there is a slice.</summary>
    public bool HasSlices { get; private set; }

    /// <summary>True when any slice is of an IDR picture.</summary>
    public bool IsIdr { get; private set; }

    /// <summary>The most dependent kind of slice; of the first field where there are two (an I field's partner is often P).</summary>
    public PictureKind Kind { get; private set; }

    /// <summary>True when nothing refers to the picture.</summary>
    public readonly bool IsDisposable => HasSlices && !_isReferred;

    /// <summary>True after slices of one field: the frame's second field may follow.</summary>
    public readonly bool IsLoneField => HasSlices && _last.IsField && !_isSecondField && !_isAlone;

    /// <summary>True after slices of both fields of a frame.</summary>
    public readonly bool IsFieldPair => _isSecondField;

    /// <summary>True when its first slice is of a bottom field.</summary>
    public readonly bool BeginsWithBottom => _beginsWithBottom;

    /// <summary>True when a slice belongs to the next unit.</summary>
    public readonly bool EndsBefore(in H264SliceHeader slice) =>
        HasSlices && slice.BeginsPictureAfter(_last) && (_isSecondField || _isAlone || !slice.IsSecondFieldOf(_last));

    /// <summary>Says that the field under construction is the second of a frame whose first is lost: what follows is none of its frame.</summary>
    public void LeaveAlone() => _isAlone = true;

    /// <summary>Takes a slice into account.</summary>
    public void Add(in H264SliceHeader slice)
    {
        if (IsLoneField && slice.IsSecondFieldOf(_last)) _isSecondField = true;
        if (!_isSecondField && slice.Kind > Kind) Kind = slice.Kind;
        if (!HasSlices) _beginsWithBottom = slice.IsBottom;
        HasSlices = true;
        IsIdr |= slice.Nal.Type == H264NalType.IdrSlice;
        _isReferred |= slice.Nal.RefIdc != 0;
        _last = slice;
    }
}
