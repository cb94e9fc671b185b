using Headrace.Media.Buffers;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Mpeg4Video;

/// <summary>
/// Makes units of MPEG-4 video: the bytes of a picture, start codes and all, with the header of the group before it. Pieces are what stands between start codes. The headers of sequence,
/// object and layer, and what users put behind them, go to the format; outputs write them before pictures that decoding may begin with.
/// </summary>
internal sealed class Mpeg4VideoAssembler : UnitAssembler
{
    private readonly MediaBufferWriter _writer;
    private readonly byte[] _config = new byte[Mpeg4VideoFormat.MaxConfigBytes];
    private readonly int _maxBytes;
    private Mpeg4VideoFormat? _format;
    private PictureKind _kind;
    private int _configLength;
    private bool _isConfig;
    private bool _isClosed;
    private bool _hasPieces;
    private bool _hasPicture;
    private bool _isBroken;
    private bool _isOver;

    /// <summary>An assembler that begins with what was announced out of band.</summary>
    public Mpeg4VideoAssembler(Mpeg4VideoFormat? format, UnitAssemblerOptions options)
    {
        _format = format;
        _maxBytes = Math.Min(options.MaxUnitBytes, MediaBufferPool.MaxLength);
        _writer = new MediaBufferWriter(options.Pool, options.Account, 256);
    }

    private static ReadOnlySpan<byte> StartCode => [0, 0, 1];

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <inheritdoc/>
    public override bool IsEmpty => !_hasPieces;

    /// <inheritdoc/>
    public override bool BeginsNext(ReadOnlySpan<byte> piece) =>
        _hasPicture && !piece.IsEmpty && (piece[0] is Mpeg4StartCode.Picture or Mpeg4StartCode.Group or Mpeg4StartCode.SequenceEnd || Mpeg4StartCode.IsConfig(piece[0]));

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<byte> piece)
    {
        _hasPieces = true;
        if (piece.IsEmpty || piece[0] == Mpeg4StartCode.SequenceEnd) return;
        _isConfig = Mpeg4StartCode.IsConfig(piece[0]) || (piece[0] == Mpeg4StartCode.UserData && _isConfig);
        if (_isConfig)
        {
            AddConfig(piece);
            return;
        }

        SettleFormat();
        if (piece[0] == Mpeg4StartCode.Group) _isClosed = piece.Length > 3 && (piece[3] >> 5 & 1) != 0;
        if (piece[0] == Mpeg4StartCode.Picture) AddPicture(piece);
        if (StartCode.Length + piece.Length > _maxBytes - _writer.Length)
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
        unit = default;
        if (!_hasPicture)
        {
            _hasPieces = false;
            if (isDamaged || _isOver) Reset();
            return false;
        }

        if (_isOver) TooLarge++;
        if (_isOver || _format is not { } format)
        {
            Reset();
            return false;
        }

        bool isClosed = _isClosed || format.IsLowDelay is true;
        unit = new AssembledUnit
        {
            Payload = _writer.Detach(),
            Format = format,
            ParameterSets = ParameterSets.Empty,
            RandomAccess = _kind != PictureKind.I ? RandomAccess.None : isClosed ? RandomAccess.Idr : RandomAccess.OpenGop,
            Picture = _kind,
            IsDisposable = _kind == PictureKind.B,
            IsDamaged = isDamaged || _isBroken,
            ReorderDepth = format.IsLowDelay switch { true => 0, false => 1, _ => null },
            NominalDuration = format.FrameRate?.FrameDuration(VideoFormat.VideoClockRate) ?? 0,
        };
        ResetState();
        return true;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _writer.Dispose();
        (_configLength, _isConfig) = (0, false);
        ResetState();
    }

    private void AddConfig(ReadOnlySpan<byte> piece)
    {
        if (StartCode.Length + piece.Length > _config.Length - _configLength)
        {
            Malformed++;
            return;
        }

        StartCode.CopyTo(_config.AsSpan(_configLength));
        piece.CopyTo(_config.AsSpan(_configLength + StartCode.Length));
        _configLength += StartCode.Length + piece.Length;
    }

    // 6.2.5: the kind stands in the first two bits; S pictures refer to others as P do.
    private void AddPicture(ReadOnlySpan<byte> piece)
    {
        _isBroken |= piece.Length < 2;
        _hasPicture = true;
        if (piece.Length > 1) _kind = (piece[1] >> 6) switch { 0 => PictureKind.I, 2 => PictureKind.B, _ => PictureKind.P };
    }

    /// <summary>Behind the headers. A format that stays the same stays the same object.</summary>
    private void SettleFormat()
    {
        if (_configLength == 0) return;
        ReadOnlySpan<byte> config = _config.AsSpan(0, _configLength);
        _configLength = 0;
        if (_format is { } known && known.Config.Span.SequenceEqual(config)) return;
        if (Mpeg4VideoFormat.Of(config) is { } format) _format = format;
        else Malformed++;
    }

    private void ResetState()
    {
        _kind = PictureKind.None;
        _isClosed = _hasPieces = _hasPicture = _isBroken = _isOver = false;
    }
}
