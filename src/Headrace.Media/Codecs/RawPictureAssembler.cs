using Headrace.Media.Buffers;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs;

/// <summary>Makes units of codecs whose picture is a unit as it stands. One piece a unit; a second one, and one that cannot be understood, damages it and is counted.</summary>
internal abstract class RawPictureAssembler(UnitAssemblerOptions options) : UnitAssembler
{
    private readonly int _maxBytes = Math.Min(options.MaxUnitBytes, MediaBufferPool.MaxLength);
    private MediaBuffer _payload;
    private RawPicture _picture;
    private bool _hasPieces;
    private bool _isBroken;

    /// <inheritdoc/>
    public sealed override bool IsEmpty => !_hasPieces;

    /// <inheritdoc/>
    public sealed override bool BeginsNext(ReadOnlySpan<byte> piece) => _hasPieces;

    /// <inheritdoc/>
    public sealed override void Add(ReadOnlySpan<byte> piece)
    {
        bool isSecond = _payload.Length > 0;
        _hasPieces = true;
        if (isSecond || piece.IsEmpty || !TryRead(piece, out RawPicture picture))
        {
            Malformed++;
            _isBroken = true;
            return;
        }

        if (piece.Length > _maxBytes)
        {
            TooLarge++;
            return;
        }

        _payload = options.Pool.Copy(piece, options.Account);
        _picture = picture;
    }

    /// <inheritdoc/>
    public sealed override bool TryComplete(bool isDamaged, out AssembledUnit unit)
    {
        unit = default!;
        if (_payload.Length == 0 || Format is not { } format)
        {
            Reset();
            return false;
        }

        unit = new AssembledUnit
        {
            Payload = _payload,
            Format = format,
            ParameterSets = ParameterSets.Empty,
            RandomAccess = _picture.RandomAccess,
            Picture = _picture.Kind,
            IsDisposable = _picture.IsDisposable,
            IsDamaged = isDamaged || _isBroken,
            ReorderDepth = _picture.ReorderDepth,
            NominalDuration = _picture.Duration,
        };
        _payload = MediaBuffer.Empty;
        _hasPieces = _isBroken = false;
        return true;
    }

    /// <inheritdoc/>
    public sealed override void Reset()
    {
        _payload.Release();
        _payload = MediaBuffer.Empty;
        _hasPieces = _isBroken = false;
    }

    /// <summary>Looks at a picture, and settles the format where it says it.</summary>
    protected abstract bool TryRead(ReadOnlySpan<byte> piece, out RawPicture picture);
}
