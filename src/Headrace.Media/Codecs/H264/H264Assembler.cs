using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.H264;

/// <summary>
/// Makes canonical units of H.264: slices and SEI with 4-byte lengths. Delimiters, parameter sets, ends of sequence and of stream, filler,
/// auxiliary pictures and the NAL units of the scalable and multiview extensions are left out (what remains is the base layer).
/// </summary>
public sealed class H264Assembler : NalUnitAssembler
{
    private readonly H264ParameterTable _tables;
    private H264PictureState _picture;
    private H264Format? _format;
    private H264Sps? _sps;
    private bool _hasSps;
    private int _recoveryFrames = -1;
    private bool? _framesBeginWithBottom;
    private bool _isAfterDamage;

    /// <summary>An assembler that begins with what was announced out of band.</summary>
    public H264Assembler(H264Format? format, ParameterSets parameterSets, UnitAssemblerOptions options)
        : this(format, new H264ParameterTable(), parameterSets, options)
    {
    }

    private H264Assembler(H264Format? format, H264ParameterTable tables, ParameterSets parameterSets, UnitAssemblerOptions options)
        : base(tables, parameterSets, options)
    {
        _tables = tables;
        _format = format ?? tables.FirstFormat;
    }

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <inheritdoc/>
    public override bool AwaitsSecondField => _picture.IsLoneField;

    /// <inheritdoc/>
    protected override bool HasPicture => _picture.HasSlices;

    /// <inheritdoc/>
    protected override bool BeginsNextNal(ReadOnlySpan<byte> nal)
    {
        H264NalHeader header = new(nal[0]);
        if (header.HasSliceHeader) return H264SliceHeader.TryParse(nal, _tables, out H264SliceHeader slice) && _picture.EndsBefore(slice);
        if (!Precedes(header.Type)) return false;

        // Between the fields of a frame these come too: only the next slice tells. A new size is never between fields.
        return !_picture.IsLoneField || (header.Type == H264NalType.Sps && !_tables.Contains(nal));
    }

    /// <inheritdoc/>
    protected override void AddNal(ReadOnlySpan<byte> nal)
    {
        H264NalHeader header = new(nal[0]);
        if (header.IsForbidden)
        {
            Refuse();
            return;
        }

        switch (header.Type)
        {
            case H264NalType.Slice or H264NalType.PartitionA or H264NalType.IdrSlice:
                AddSlice(nal);
                break;
            case H264NalType.PartitionB or H264NalType.PartitionC:
                Write(nal);
                break;
            case H264NalType.Sei:
                if (_picture.IsLoneField) Mark();
                else NoteCarried(nal);
                Write(nal);
                break;
            case H264NalType.Sps or H264NalType.Pps:
                if (AddParameterSet(nal)) _hasSps |= header.Type == H264NalType.Sps;
                _format ??= _tables.FirstFormat;
                break;
        }
    }

    /// <inheritdoc/>
    protected override AssembledUnit Describe(TrackFormat format, ParameterSets sets) => new()
    {
        Format = format,
        ParameterSets = sets,
        RandomAccess = FindRandomAccess(),
        Picture = _picture.Kind,
        IsDisposable = _picture.IsDisposable,
        ReorderDepth = _sps?.ReorderDepth,
        NominalDuration = _format?.FrameRate?.FrameDuration(VideoFormat.VideoClockRate) ?? 0,
    };

    /// <inheritdoc/>
    protected override void OnComplete(bool isDamaged)
    {
        if (_picture.IsFieldPair && !isDamaged) _framesBeginWithBottom = _picture.BeginsWithBottom;
        _isAfterDamage = isDamaged;
    }

    /// <inheritdoc/>
    protected override void ResetPicture()
    {
        _picture = default;
        _hasSps = false;
        _recoveryFrames = -1;
    }

    /// <inheritdoc/>
    protected override void NoteCarried(ReadOnlySpan<byte> nal)
    {
        if (H264Sei.TryReadRecoveryPoint(nal, out ushort frames)) _recoveryFrames = frames;
    }

    // 7.4.1.2.3: after the last slice of a picture, the first of these begins the next access unit.
    private static bool Precedes(H264NalType type) =>
        type is H264NalType.Delimiter or H264NalType.Sps or H264NalType.Pps or H264NalType.Sei or (>= H264NalType.Prefix and <= H264NalType.LastPreceding);

    private void AddSlice(ReadOnlySpan<byte> nal)
    {
        if (!H264SliceHeader.TryParse(nal, _tables, out H264SliceHeader slice))
        {
            Refuse();
            return;
        }

        bool isFirst = !_picture.HasSlices;
        _picture.Add(slice);
        if (isFirst && IsOrphan(slice)) LeaveAlone();
        if (!_picture.IsLoneField) Unmark();
        if (_tables.TryFindFormat(slice.PpsId, out H264Sps? sps, out H264Format? format)) (_sps, _format) = (sps, format);
        WriteSlice(nal);
    }

    // Behind a loss a field that lies where second ones do has lost its first one. Fields that nothing refers to share frame_num with their neighbours: paired with the next frame's first,
    // it would shift every pair up to the next reference.
    private bool IsOrphan(in H264SliceHeader slice) => _isAfterDamage && slice.IsField && slice.IsBottom != (_framesBeginWithBottom ?? slice.IsBottom);

    private void LeaveAlone()
    {
        _picture.LeaveAlone();
        Damage();
    }

    // A recovery count above 0 is a gradual refresh whatever the slices are; with 0 the picture must be intra. Encoders that send neither
    // IDR pictures nor recovery points repeat the sequence parameter set where a receiver may join.
    private RandomAccess FindRandomAccess()
    {
        if (_picture.IsIdr) return RandomAccess.Idr;
        if (_recoveryFrames > 0) return RandomAccess.Recovery((ushort)_recoveryFrames);
        return _picture.Kind == PictureKind.I && (_recoveryFrames == 0 || _hasSps) ? RandomAccess.OpenGop : RandomAccess.None;
    }
}
