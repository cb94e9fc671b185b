using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.JpegXs;

/// <summary>
/// Makes canonical units of JPEG XS: a frame, its pieces each behind a length of 4 bytes. A piece is what RTP calls a packetization unit (RFC 9134, 4.3): a whole picture
/// segment, or its header segment and its slices. Every frame is a random access point.
/// </summary>
public sealed class JpegXsAssembler(JpegXsDeclaration declared, UnitAssemblerOptions options) : UnitAssembler
{
    /// <summary>Greatest number of pieces in a frame.</summary>
    public const int MaxPieces = NalUnitWriter.MaxNalUnits;

    private const int MaxSegments = 2;

    private readonly NalUnitWriter _writer = new(options);
    private JpegXsFormat? _format;
    private JpegXsHeader _header;
    private int _segments;
    private int _height;
    private bool _isSliced;
    private bool _isBroken;
    private bool _hasPieces;

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <inheritdoc/>
    public override bool IsEmpty => !_hasPieces;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<byte> piece)
    {
        _hasPieces = true;
        if (JpegXsHeader.IsSlice(piece) && _segments > 0) _isSliced = true;
        else if (!TryBeginSegment(piece)) return;
        _writer.Write(piece);
    }

    /// <inheritdoc/>
    public override bool TryComplete(bool isDamaged, out AssembledUnit unit)
    {
        unit = default;
        if (_writer.HasTooMany) TooManyNalUnits++;
        else if (_writer.IsOver) TooLarge++;
        // What a frame lacks may be a field: only whole ones tell the format.
        bool isWhole = !isDamaged && !_isBroken;
        if (_segments == 0 || _writer.IsOver || (!isWhole && _format is null))
        {
            Reset();
            return false;
        }

        if (isWhole) _format = FormatOf();
        unit = new AssembledUnit
        {
            Payload = _writer.Detach(_writer.Length),
            Format = _format!,
            ParameterSets = ParameterSets.Empty,
            RandomAccess = RandomAccess.Idr,
            Picture = PictureKind.I,
            IsDisposable = true,
            IsDamaged = !isWhole,
            ReorderDepth = 0,
            NominalDuration = declared.FrameRate?.FrameDuration(VideoFormat.VideoClockRate) ?? 0,
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

    private bool TryBeginSegment(ReadOnlySpan<byte> piece)
    {
        if (_segments < MaxSegments
            && JpegXsHeader.TryFindCodestream(piece, out int offset)
            && JpegXsHeader.TryParse(piece[offset..], out JpegXsHeader header)
            && (_segments == 0 || header.Width == _header.Width))
        {
            _header = header;
            _height += header.Height;
            _segments++;
            return true;
        }

        Malformed++;
        _isBroken = true;
        return false;
    }

    private JpegXsFormat FormatOf()
    {
        bool hasFields = _segments == MaxSegments;
        if (_format is { } known
            && (known.Width, known.Height, known.Profile, known.Level) == (_header.Width, _height, _header.Profile, _header.Level)
            && (known.Components, known.BitDepth, known.ChromaFormat, known.HasFields, known.IsSliced) == (_header.Components, _header.BitDepth, _header.ChromaFormat, hasFields, _isSliced)) return known;
        return new JpegXsFormat
        {
            Width = _header.Width,
            Height = _height,
            Profile = _header.Profile,
            Level = _header.Level,
            Components = _header.Components,
            BitDepth = _header.BitDepth,
            ChromaFormat = _header.ChromaFormat,
            HasFields = hasFields,
            IsSliced = _isSliced,
            FrameRate = declared.FrameRate,
            Colour = declared.Colour,
            Declared = declared,
        };
    }

    private void ResetState()
    {
        (_segments, _height) = (0, 0);
        _isSliced = _isBroken = _hasPieces = false;
    }
}
