using Headrace.Media.Bits;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.H264;

/// <summary>
/// Makes canonical units of H.264: slices and SEI with 4-byte lengths. Delimiters, parameter sets, ends of sequence and of stream, filler,
/// auxiliary pictures and the NAL units of the scalable and multiview extensions are left out (what remains is the base layer).
/// </summary>
public sealed class H264Assembler : UnitAssembler
{
    /// <summary>SEI that ends up without a picture is kept for the next one up to this many bytes (cameras that end a unit after it).</summary>
    public const int MaxCarriedBytes = 16 * 1024;

    private readonly H264ParameterTable _tables = new();
    private readonly NalUnitWriter _writer;
    private H264PictureState _picture;
    private H264Format? _format;
    private H264Sps? _sps;
    private ParameterSets _unitSets = ParameterSets.Empty;
    private bool _hasPieces;
    private bool _hasSps;
    private bool _isBroken;
    private int _recoveryFrames = -1;
    private int _afterFirstField = -1;

    /// <summary>An assembler that begins with what was announced out of band.</summary>
    public H264Assembler(H264Format? format, ParameterSets parameterSets, UnitAssemblerOptions options)
    {
        _writer = new NalUnitWriter(options);
        foreach (ParameterSet set in parameterSets.Sets)
        {
            if (!_tables.TryAdd(set.Nal.Span)) Malformed++;
        }

        _format = format ?? _tables.FirstFormat;
    }

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <inheritdoc/>
    public override ParameterSets ParameterSets => _tables.Sets;

    /// <inheritdoc/>
    public override bool IsEmpty => !_hasPieces;

    /// <inheritdoc/>
    public override bool AwaitsSecondField => _picture.IsLoneField;

    /// <inheritdoc/>
    public override bool BeginsNext(ReadOnlySpan<byte> piece)
    {
        piece = WithoutStartCode(piece);
        if (piece.IsEmpty || !_picture.HasSlices) return false;
        H264NalHeader header = new(piece[0]);
        if (header.HasSliceHeader) return H264SliceHeader.TryParse(piece, _tables, out H264SliceHeader slice) && _picture.EndsBefore(slice);
        if (!Precedes(header.Type)) return false;

        // Between the fields of a frame these come too: only the next slice tells. A new size is never between fields.
        return !_picture.IsLoneField || (header.Type == H264NalType.Sps && !_tables.Contains(piece));
    }

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<byte> piece)
    {
        _hasPieces = true;

        // Some cameras leave start codes inside of RTP payloads.
        if (AnnexB.StartsWithStartCode(piece))
        {
            foreach (ReadOnlySpan<byte> nal in new AnnexB(piece)) AddNal(nal);
        }
        else if (!piece.IsEmpty)
        {
            AddNal(piece);
        }
    }

    /// <inheritdoc/>
    public override bool TryComplete(bool isDamaged, out AssembledUnit unit)
    {
        unit = default!;
        if (!_picture.HasSlices)
        {
            EndWithoutPicture(isDamaged);
            return false;
        }

        if (_writer.IsOver) Malformed++;
        if (_writer.IsOver || _format is null)
        {
            Reset();
            return false;
        }

        unit = new AssembledUnit
        {
            Format = _format,
            ParameterSets = _unitSets,
            RandomAccess = FindRandomAccess(),
            Picture = _picture.Kind,
            IsDisposable = _picture.IsDisposable,
            IsDamaged = isDamaged || _isBroken,
            ReorderDepth = _sps?.ReorderDepth,
            NominalDuration = _format.FrameRate?.FrameDuration(VideoFormat.VideoClockRate) ?? 0,
            Payload = _writer.Detach(_afterFirstField >= 0 ? _afterFirstField : _writer.Length),
        };
        ResetState();
        foreach (ReadOnlySpan<byte> carried in new NalUnits(_writer.Written)) NoteRecoveryPoint(carried);
        return true;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _writer.Dispose();
        ResetState();
    }

    private static ReadOnlySpan<byte> WithoutStartCode(ReadOnlySpan<byte> piece)
    {
        if (!AnnexB.StartsWithStartCode(piece)) return piece;
        AnnexB.Enumerator units = new AnnexB(piece).GetEnumerator();
        return units.MoveNext() ? units.Current : [];
    }

    // 7.4.1.2.3: after the last slice of a picture, the first of these begins the next access unit.
    private static bool Precedes(H264NalType type) =>
        type is H264NalType.Delimiter or H264NalType.Sps or H264NalType.Pps or H264NalType.Sei or (>= H264NalType.Prefix and <= H264NalType.LastPreceding);

    private void AddNal(ReadOnlySpan<byte> nal)
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
                _writer.Write(nal);
                break;
            case H264NalType.Sei:
                AddSei(nal);
                break;
            case H264NalType.Sps or H264NalType.Pps:
                if (!_tables.TryAdd(nal)) Malformed++;
                else if (header.Type == H264NalType.Sps) _hasSps = true;
                _format ??= _tables.FirstFormat;
                break;
        }
    }

    private void AddSlice(ReadOnlySpan<byte> nal)
    {
        if (!H264SliceHeader.TryParse(nal, _tables, out H264SliceHeader slice))
        {
            Refuse();
            return;
        }

        _picture.Add(slice);
        if (!_picture.IsLoneField) _afterFirstField = -1;
        if (_tables.TryFindFormat(slice.PpsId, out H264Sps? sps, out H264Format? format)) (_sps, _format) = (sps, format);
        _unitSets = _tables.Sets;
        _writer.Write(nal);
    }

    private void AddSei(ReadOnlySpan<byte> nal)
    {
        if (_picture.IsLoneField)
        {
            if (_afterFirstField < 0) _afterFirstField = _writer.Length;
        }
        else
        {
            NoteRecoveryPoint(nal);
        }

        _writer.Write(nal);
    }

    private void NoteRecoveryPoint(ReadOnlySpan<byte> sei)
    {
        if (H264Sei.TryReadRecoveryPoint(sei, out ushort frames)) _recoveryFrames = frames;
    }

    private void Refuse()
    {
        Malformed++;
        _isBroken = true;
    }

    // A recovery count above 0 is a gradual refresh whatever the slices are; with 0 the picture must be intra. Encoders that send neither
    // IDR pictures nor recovery points repeat the sequence parameter set where a receiver may join.
    private RandomAccess FindRandomAccess()
    {
        if (_picture.IsIdr) return RandomAccess.Idr;
        if (_recoveryFrames > 0) return RandomAccess.Recovery((ushort)_recoveryFrames);
        return _picture.Kind == PictureKind.I && (_recoveryFrames == 0 || _hasSps) ? RandomAccess.OpenGop : RandomAccess.None;
    }

    private void EndWithoutPicture(bool isDamaged)
    {
        _hasPieces = false;
        if (isDamaged || _writer.IsOver || _writer.Length > MaxCarriedBytes) Reset();
    }

    private void ResetState()
    {
        _picture = default;
        _hasPieces = false;
        _hasSps = false;
        _isBroken = false;
        _recoveryFrames = -1;
        _afterFirstField = -1;
    }
}
