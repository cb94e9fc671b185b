using Headrace.Media.Buffers;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs;

/// <summary>Makes units of codecs whose raw frame is a unit at which decoding may begin: sound. One piece a unit; a second one is dropped and counted.</summary>
public abstract class RawFrameAssembler(UnitAssemblerOptions options) : UnitAssembler
{
    private readonly int _maxBytes = Math.Min(options.MaxUnitBytes, MediaBufferPool.MaxLength);
    private MediaBuffer _payload;
    private int _duration;
    private bool _hasPieces;

    /// <inheritdoc/>
    public sealed override bool IsEmpty => !_hasPieces;

    /// <inheritdoc/>
    public sealed override bool BeginsNext(ReadOnlySpan<byte> piece) => _hasPieces;

    /// <inheritdoc/>
    public sealed override void Add(ReadOnlySpan<byte> piece)
    {
        bool isSecond = _hasPieces;
        _hasPieces = true;
        if (isSecond || !TryRead(ref piece, out int duration) || piece.IsEmpty)
        {
            Malformed++;
            return;
        }

        if (piece.Length > _maxBytes)
        {
            TooLarge++;
            return;
        }

        _payload = options.Pool.Copy(piece, options.Account);
        _duration = duration;
    }

    /// <inheritdoc/>
    public sealed override bool TryComplete(bool isDamaged, out AssembledUnit unit)
    {
        _hasPieces = false;
        if (_payload.Length == 0 || Format is not { } format)
        {
            Reset();
            unit = default!;
            return false;
        }

        unit = new AssembledUnit
        {
            Payload = _payload,
            Format = format,
            ParameterSets = ParameterSets.Empty,
            RandomAccess = RandomAccess.Idr,
            IsDamaged = isDamaged,
            ReorderDepth = 0,
            NominalDuration = _duration,
        };
        _payload = MediaBuffer.Empty;
        return true;
    }

    /// <inheritdoc/>
    public sealed override void Reset()
    {
        _payload.Release();
        _payload = MediaBuffer.Empty;
        _hasPieces = false;
    }

    /// <summary>Looks at a frame.</summary>
    /// <param name="frame">The piece; narrowed to the raw frame where something surrounds it.</param>
    /// <param name="duration">Ticks of the format's clock, or 0.</param>
    protected abstract bool TryRead(ref ReadOnlySpan<byte> frame, out int duration);
}
