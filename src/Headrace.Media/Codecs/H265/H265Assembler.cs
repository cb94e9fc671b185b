using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.H265;

/// <summary>
/// Makes canonical units of H.265: slices and SEI of the base layer with 4-byte lengths. Delimiters, parameter sets, ends of sequence and
/// of bitstream, filler, reserved types and the layers of the extensions are left out.
/// </summary>
public sealed class H265Assembler : NalUnitAssembler
{
    private readonly H265ParameterTable _tables;
    private H265Format? _format;
    private H265Sps? _sps;
    private H265NalHeader _header;
    private PictureKind _kind;
    private bool _hasPicture;
    private int _recoveryPictures = -1;

    /// <summary>An assembler that begins with what was announced out of band.</summary>
    public H265Assembler(H265Format? format, ParameterSets parameterSets, UnitAssemblerOptions options)
        : this(format, new H265ParameterTable(), parameterSets, options)
    {
    }

    private H265Assembler(H265Format? format, H265ParameterTable tables, ParameterSets parameterSets, UnitAssemblerOptions options)
        : base(tables, parameterSets, options)
    {
        _tables = tables;
        _format = format ?? tables.FirstFormat;
    }

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <inheritdoc/>
    protected override bool HasPicture => _hasPicture;

    // 7.4.2.4.4: after the last slice of a picture, the first of these begins the next access unit.
    /// <inheritdoc/>
    protected override bool BeginsNextNal(ReadOnlySpan<byte> nal)
    {
        if (!H265NalHeader.TryRead(nal, out H265NalHeader header) || header.LayerId != 0) return false;
        if (header.IsSlice) return H265SliceHeader.TryParse(nal, _tables, out H265SliceHeader slice) && slice.IsFirst;
        return header.Type is >= H265NalType.Vps and <= H265NalType.Delimiter or H265NalType.PrefixSei || (int)header.Type is (>= 41 and <= 44) or (>= 48 and <= 55);
    }

    /// <inheritdoc/>
    protected override void AddNal(ReadOnlySpan<byte> nal)
    {
        if (!H265NalHeader.TryRead(nal, out H265NalHeader header) || header.IsForbidden)
        {
            Refuse();
            return;
        }

        if (header.LayerId != 0) return;
        switch (header.Type)
        {
            case <= H265NalType.LastSlice:
                AddSlice(nal);
                break;
            case H265NalType.Vps or H265NalType.Sps or H265NalType.Pps:
                AddParameterSet(nal);
                _format ??= _tables.FirstFormat;
                break;
            case H265NalType.PrefixSei:
                NoteCarried(nal);
                Write(nal);
                break;
            case H265NalType.SuffixSei:
                Write(nal);
                break;
        }
    }

    /// <inheritdoc/>
    protected override AssembledUnit Describe(TrackFormat format, ParameterSets sets) => new()
    {
        Format = format,
        ParameterSets = sets,
        RandomAccess = FindRandomAccess(),
        Picture = _kind,
        TemporalId = _header.TemporalId,
        IsDisposable = _header.IsSubLayerNonReference && _sps is not null && _header.TemporalId >= _sps.TemporalLayers - 1,
        IsLeading = _header.IsLeading,
        ReorderDepth = _sps?.ReorderDepth,
        NominalDuration = _format?.FrameRate?.FrameDuration(VideoFormat.VideoClockRate) ?? 0,
    };

    /// <inheritdoc/>
    protected override void ResetPicture()
    {
        _header = default;
        _kind = PictureKind.None;
        _hasPicture = false;
        _recoveryPictures = -1;
    }

    /// <inheritdoc/>
    protected override void NoteCarried(ReadOnlySpan<byte> nal)
    {
        if (H265Sei.TryReadRecoveryPoint(nal, out ushort pictures)) _recoveryPictures = pictures;
    }

    private void AddSlice(ReadOnlySpan<byte> nal)
    {
        if (!H265SliceHeader.TryParse(nal, _tables, out H265SliceHeader slice))
        {
            Refuse();
            return;
        }

        _hasPicture = true;
        _header = slice.Nal;
        if (slice.Kind > _kind) _kind = slice.Kind;
        if (_tables.TryFindFormat(slice.PpsId, out H265Sps? sps, out H265Format? format)) (_sps, _format) = (sps, format);
        WriteSlice(nal);
    }

    // Nothing after a broken link without undecodable leading pictures refers to what lies before it: to who begins there it is an IDR.
    private RandomAccess FindRandomAccess() => _header.Type switch
    {
        H265NalType.IdrWithRadl or H265NalType.IdrWithoutLeading or H265NalType.BlaWithRadl or H265NalType.BlaWithoutLeading => RandomAccess.Idr,
        >= H265NalType.BlaWithLeading and <= H265NalType.LastIrap => RandomAccess.OpenGop,
        _ when _recoveryPictures > 0 => RandomAccess.Recovery((ushort)_recoveryPictures),
        _ when _recoveryPictures == 0 && _kind == PictureKind.I => RandomAccess.OpenGop,
        _ => RandomAccess.None,
    };
}
