using Headrace.Media.Buffers;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Vp9;

/// <summary>
/// Makes canonical units of VP9: a frame, or a superframe of those that are one picture. A piece is a frame, of whatever spatial layer, or a superframe; one that comes alone is
/// kept as it is. The size of the format is that of key frames: frames in between may have another one, which decoders take from them.
/// </summary>
/// <remarks>No frame is disposable: also of one that no other refers to the next may take its probabilities and motion vectors.</remarks>
internal sealed class Vp9Assembler : UnitAssembler
{
    private const int InitialCapacity = 256;

    private readonly int[] _sizes = new int[Vp9Superframe.MaxFrames];
    private readonly int _maxBytes;
    private readonly MediaBufferWriter _writer;
    private Vp9Format? _format;
    private Vp9FrameHeader _key;
    private int _width;
    private int _height;
    private int _count;
    private int _indexLength;
    private PictureKind _kind;
    private bool _hasPieces;
    private bool _isPoint;
    private bool _isBroken;
    private bool _isOver;

    /// <summary>An assembler that begins with what was announced out of band.</summary>
    public Vp9Assembler(Vp9Format? format, UnitAssemblerOptions options)
    {
        _format = format;
        _maxBytes = Math.Min(options.MaxUnitBytes, MediaBufferPool.MaxLength) - Vp9Superframe.MaxIndexLength;
        _writer = new MediaBufferWriter(options.Pool, options.Account, InitialCapacity);
    }

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <inheritdoc/>
    public override bool IsEmpty => !_hasPieces;

    /// <summary>Adds a frame or a superframe. The bytes are copied.</summary>
    public override void Add(ReadOnlySpan<byte> piece)
    {
        _hasPieces = true;
        _writer.Truncate(_writer.Length - _indexLength);
        _indexLength = 0;
        Span<int> sizes = stackalloc int[Vp9Superframe.MaxFrames];
        if (!Vp9Superframe.TryRead(piece, sizes, out int count, out int indexLength))
        {
            AddFrame(piece);
            return;
        }

        bool isFirst = _count == 0;
        ReadOnlySpan<byte> rest = piece[..^indexLength];
        foreach (int size in sizes[..count])
        {
            if (size > 0) AddFrame(rest[..size]);
            rest = rest[size..];
        }

        if (!isFirst || _isOver || !rest.IsEmpty) return;
        _writer.Write(piece[^indexLength..]);
        _indexLength = indexLength;
    }

    /// <inheritdoc/>
    public override bool TryComplete(bool isDamaged, out AssembledUnit unit)
    {
        unit = default;
        bool isWhole = !isDamaged && !_isBroken;
        if (isWhole && _isPoint) SettleFormat();
        if (_isOver && _count >= Vp9Superframe.MaxFrames) TooManyNalUnits++;
        else if (_isOver) TooLarge++;
        if (_isOver || _count == 0 || _format is null)
        {
            Reset();
            return false;
        }

        if (_count > 1 && _indexLength == 0) _writer.Write(Index(stackalloc byte[Vp9Superframe.MaxIndexLength]));
        unit = new AssembledUnit
        {
            Payload = _writer.Detach(),
            Format = _format,
            ParameterSets = ParameterSets.Empty,
            RandomAccess = _isPoint ? RandomAccess.Idr : RandomAccess.None,
            Picture = _kind,
            IsDamaged = !isWhole,
            ReorderDepth = 0,
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

    private ReadOnlySpan<byte> Index(Span<byte> space) => space[..Vp9Superframe.Write(space, _sizes.AsSpan(0, _count))];

    private void AddFrame(ReadOnlySpan<byte> frame)
    {
        if (!Vp9FrameHeader.TryRead(frame, out Vp9FrameHeader header))
        {
            Malformed++;
            _isBroken = true;
            return;
        }

        if (_isOver || _count >= Vp9Superframe.MaxFrames || frame.Length > _maxBytes - _writer.Length)
        {
            _isOver = true;
            return;
        }

        if (_count == 0 && header.IsKey) (_isPoint, _key) = (true, header);
        if (!header.IsIntra) _kind = PictureKind.P;
        else if (_kind == PictureKind.None) _kind = PictureKind.I;
        (_width, _height) = (Math.Max(_width, header.Width), Math.Max(_height, header.Height));
        _sizes[_count++] = frame.Length;
        _writer.Write(frame);
    }

    /// <summary>A format that stays the same stays the same object, with what a container stated beside it.</summary>
    private void SettleFormat()
    {
        if (_format is { } known
            && (known.Profile, known.Width, known.Height) == (_key.Profile, _width, _height)
            && (known.Samples.BitDepth, known.Samples.SubsamplesX, known.Samples.SubsamplesY) == (_key.Samples.BitDepth, _key.Samples.SubsamplesX, _key.Samples.SubsamplesY)) return;
        _format = new Vp9Format { Profile = _key.Profile, Samples = _key.Samples, Width = _width, Height = _height, Colour = _key.Samples.Colour };
    }

    private void ResetState()
    {
        (_count, _indexLength, _width, _height) = (0, 0, 0, 0);
        _kind = PictureKind.None;
        _hasPieces = _isPoint = _isBroken = _isOver = false;
    }
}
