using Headrace.Media.Buffers;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Mpeg2Video;

/// <summary>
/// Makes units of MPEG-1 and MPEG-2 video: the bytes of a picture as they stand in the stream, start codes and all, with the headers of sequence and group that precede it. Pieces
/// are what stands between start codes. Ends of sequences are left out.
/// </summary>
internal sealed class Mpeg2VideoAssembler(Mpeg2VideoFormat? format, UnitAssemblerOptions options) : UnitAssembler
{
    /// <summary>Headers without a picture are kept for the next one up to this many bytes.</summary>
    public const int MaxCarriedBytes = 16 * 1024;

    private const byte PictureCode = 0x00;
    private const byte LastSliceCode = 0xAF;
    private const byte SequenceCode = 0xB3;
    private const byte ExtensionCode = 0xB5;
    private const byte SequenceEndCode = 0xB7;
    private const byte GroupCode = 0xB8;

    private readonly MediaBufferWriter _writer = new(options.Pool, options.Account, 256);
    private readonly int _maxBytes = Math.Min(options.MaxUnitBytes, MediaBufferPool.MaxLength);
    private Mpeg2PictureState _picture;
    private Mpeg2SequenceHeader _header;
    private Mpeg2VideoFormat? _format = format;
    private bool _isHeaderNew;
    private bool _hasPieces;
    private bool _isBroken;
    private bool _isOver;

    private static ReadOnlySpan<byte> StartCode => [0, 0, 1];

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <inheritdoc/>
    public override bool IsEmpty => !_hasPieces;

    /// <inheritdoc/>
    public override bool AwaitsSecondField => _picture.IsLoneField;

    /// <inheritdoc/>
    public override bool BeginsNext(ReadOnlySpan<byte> piece) => _picture.HasSlices && !piece.IsEmpty && piece[0] switch
    {
        PictureCode => _picture.EndsBefore(piece),
        SequenceCode or GroupCode => true,
        _ => false,
    };

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<byte> piece)
    {
        _hasPieces = true;
        if (piece.IsEmpty || piece[0] == SequenceEndCode) return;
        Look(piece);
        if (_writer.Length + StartCode.Length + piece.Length > _maxBytes)
        {
            _isOver = true;
            return;
        }

        _writer.Write(StartCode);
        _writer.Write(piece);
    }

    /// <inheritdoc/>
    public override bool TryComplete(bool isDamaged, out AssembledUnit unit)
    {
        unit = default!;
        if (!_picture.HasSlices)
        {
            _hasPieces = false;
            if (isDamaged || _isOver || _writer.Length > MaxCarriedBytes) Reset();
            return false;
        }

        if (_isOver) TooLarge++;
        SettleFormat();
        if (_isOver || _format is not { } format)
        {
            Reset();
            return false;
        }

        unit = new AssembledUnit
        {
            Payload = _writer.Detach(),
            Format = format,
            ParameterSets = ParameterSets.Empty,
            RandomAccess = _picture.Kind == PictureKind.I && _picture.HasSequence ? (_picture.IsClosed ? RandomAccess.Idr : RandomAccess.OpenGop) : RandomAccess.None,
            Picture = _picture.Kind,
            IsDisposable = _picture.Kind == PictureKind.B,
            IsDamaged = isDamaged || _isBroken,
            ReorderDepth = _header.IsLowDelay ? 0 : 1,
            NominalDuration = Duration(format),
        };
        ResetState();
        return true;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _writer.Dispose();
        ResetState();
    }

    private void Look(ReadOnlySpan<byte> piece)
    {
        switch (piece[0])
        {
            case PictureCode:
                if (!_picture.TryAddPicture(piece)) Refuse();
                break;
            case <= LastSliceCode:
                SettleFormat();
                _picture.AddSlice();
                break;
            case SequenceCode:
                _picture.AddSequence();
                _isHeaderNew = Mpeg2SequenceHeader.TryRead(piece, out Mpeg2SequenceHeader header);
                if (_isHeaderNew) _header = header;
                else Refuse();
                break;
            case ExtensionCode:
                if (_isHeaderNew && _header.TryExtend(piece, out Mpeg2SequenceHeader extended)) _header = extended;
                _picture.AddExtension(piece);
                break;
            case GroupCode:
                _picture.AddGroup(piece);
                break;
        }
    }

    /// <summary>Before the first slice: header and extension have come by now. A format that stays the same stays the same object.</summary>
    private void SettleFormat()
    {
        if (!_isHeaderNew) return;
        _isHeaderNew = false;
        Mpeg2VideoFormat stated = _header.ToFormat();
        if (_format is null || !_format.Equals(stated) || _format.FrameRate != stated.FrameRate) _format = stated;
    }

    private int Duration(Mpeg2VideoFormat format)
    {
        int frame = format.FrameRate?.FrameDuration(VideoFormat.VideoClockRate) ?? 0;
        return _picture.RepeatsField && !format.IsProgressive ? frame * 3 / 2 : frame;
    }

    private void Refuse()
    {
        Malformed++;
        _isBroken = true;
    }

    private void ResetState()
    {
        (_hasPieces, _isBroken, _isOver) = (false, false, false);
        _picture = default;
    }
}
