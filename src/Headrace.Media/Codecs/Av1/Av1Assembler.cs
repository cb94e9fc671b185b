using Headrace.Media.Buffers;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Av1;

/// <summary>
/// Makes canonical units of AV1: a temporal unit, each open bitstream unit with its size. Temporal delimiters, padding, tile lists and reserved kinds are
/// left out. A sequence header stands before each key frame, also where the sender did not repeat it, and nowhere else.
/// </summary>
/// <remarks>
/// A key frame that is not shown, and shown later (a forward key frame), is no random access point here: the picture that is shown in its place refers to
/// what was before.
/// </remarks>
public sealed class Av1Assembler : UnitAssembler
{
    /// <summary>Greatest number of open bitstream units in a temporal unit.</summary>
    public const int MaxObus = 4096;

    private const int InitialCapacity = 256;

    private readonly int _maxBytes;
    private readonly MediaBufferWriter _writer;
    private Av1Format? _format;
    private Av1Format? _next;
    private Av1FrameHeader _frame;
    private int _count;
    private byte _temporalId;
    private byte _spatialId;
    private PictureKind _kind;
    private bool _hasPieces;
    private bool _hasPicture;
    private bool _hasSequenceHeader;
    private bool _isPoint;
    private bool _isReference;
    private bool _isBroken;
    private bool _isOver;

    /// <summary>An assembler that begins with what was announced out of band.</summary>
    public Av1Assembler(Av1Format? format, UnitAssemblerOptions options)
    {
        _format = format;
        _maxBytes = Math.Min(options.MaxUnitBytes, MediaBufferPool.MaxLength);
        _writer = new MediaBufferWriter(options.Pool, options.Account, InitialCapacity);
    }

    /// <inheritdoc/>
    public override TrackFormat? Format => _format;

    /// <summary>True when the frame that was added last is shown: the temporal unit is whole, higher spatial layers and further tile groups excepted.</summary>
    public bool HasShownFrame => _hasPicture && _frame.IsShown;

    /// <inheritdoc/>
    public override bool IsEmpty => !_hasPieces;

    // 7.5: a delimiter begins each temporal unit, where it was not left out. Without it what follows the picture that is shown belongs to the next one, higher
    // spatial layers of the same time excepted.
    /// <inheritdoc/>
    public override bool BeginsNext(ReadOnlySpan<byte> piece)
    {
        if (!_hasPicture || !Av1Obu.TryRead(piece, out Av1Obu obu, out _)) return false;
        return obu.Type switch
        {
            Av1ObuType.TemporalDelimiter => true,
            Av1ObuType.Frame or Av1ObuType.FrameHeader => _frame.IsShown && obu.SpatialId <= _spatialId,
            Av1ObuType.SequenceHeader or Av1ObuType.Metadata => _frame.IsShown,
            _ => false,
        };
    }

    /// <summary>Adds an open bitstream unit, with its size or without, or several with their sizes. The bytes are copied.</summary>
    public override void Add(ReadOnlySpan<byte> piece)
    {
        _hasPieces = true;
        Av1Obus.Enumerator obus = new Av1Obus(piece).GetEnumerator();
        while (obus.MoveNext()) AddObu(obus.Current);
        if (obus.IsBroken) Refuse();
    }

    /// <inheritdoc/>
    public override bool TryComplete(bool isDamaged, out AssembledUnit unit)
    {
        unit = default;
        if (_isOver && _hasPicture)
        {
            if (_count >= MaxObus) TooManyNalUnits++;
            else TooLarge++;
        }

        if (_isOver || !_hasPicture || _format is null)
        {
            Reset();
            return false;
        }

        unit = new AssembledUnit
        {
            Payload = _writer.Detach(),
            Format = _format,
            ParameterSets = ParameterSets.Empty,
            RandomAccess = _isPoint ? RandomAccess.Idr : RandomAccess.None,
            Picture = _kind,
            TemporalId = _temporalId,
            IsDisposable = !_isReference,
            IsDamaged = isDamaged || _isBroken,
            ReorderDepth = 0,
            NominalDuration = _format.FrameRate?.FrameDuration(VideoFormat.VideoClockRate) ?? 0,
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

    private void AddObu(in Av1Obu obu)
    {
        switch (obu.Type)
        {
            case Av1ObuType.SequenceHeader:
                AddSequenceHeader(obu);
                break;
            case Av1ObuType.Frame or Av1ObuType.FrameHeader:
                AddFrame(obu);
                break;
            case Av1ObuType.TileGroup or Av1ObuType.RedundantFrameHeader:
                if (_hasPicture) Write(obu);
                else Refuse();
                break;
            case Av1ObuType.Metadata:
                Write(obu);
                break;
        }
    }

    // It holds from the next key frame on.
    private void AddSequenceHeader(in Av1Obu obu)
    {
        Av1Format? known = _next ?? _format;
        if (known is not null && known.SequenceHeader.Length == obu.SizedLength && known.SequenceHeader.Span.EndsWith(obu.Payload)) return;
        if (Av1Format.Of(obu) is { } format) _next = format;
        else Refuse();
    }

    private void AddFrame(in Av1Obu obu)
    {
        bool isFirst = !_hasPicture;
        _hasPicture = true;
        if ((_next ?? _format) is not { } format) return;
        if (!Av1FrameHeader.TryRead(obu, format.Header, out _frame))
        {
            Refuse();
            return;
        }

        bool isIntra = _frame.Type is Av1FrameType.Key or Av1FrameType.IntraOnly;
        if (!isIntra) _kind = PictureKind.P;
        else if (_kind == PictureKind.None) _kind = PictureKind.I;
        _isPoint |= isFirst && _frame.IsRandomAccessPoint;
        _isReference |= _frame.IsReference;
        (_temporalId, _spatialId) = (obu.TemporalId, obu.SpatialId);
        if (_frame.Type == Av1FrameType.Key && !_frame.ShowsExisting) WriteSequenceHeader(format);
        Write(obu);
    }

    private void WriteSequenceHeader(Av1Format format)
    {
        (_format, _next) = (format, null);
        if (_hasSequenceHeader || _isOver) return;
        _hasSequenceHeader = true;
        ReadOnlySpan<byte> header = format.SequenceHeader.Span;
        if (!HasRoom(header.Length)) return;
        int before = _writer.Length;
        _writer.Reserve(header.Length);
        Span<byte> written = _writer.Written;
        written[..before].CopyTo(written[header.Length..]);
        header.CopyTo(written);
    }

    private void Write(in Av1Obu obu)
    {
        if (HasRoom(obu.SizedLength)) obu.WriteSized(_writer.Reserve(obu.SizedLength));
    }

    private bool HasRoom(int length)
    {
        if (_isOver || _count >= MaxObus || length > _maxBytes - _writer.Length)
        {
            _isOver = true;
            return false;
        }

        _count++;
        return true;
    }

    private void Refuse()
    {
        Malformed++;
        _isBroken = true;
    }

    private void ResetState()
    {
        _count = 0;
        _temporalId = _spatialId = 0;
        _kind = PictureKind.None;
        _frame = default;
        _hasPieces = _hasPicture = _hasSequenceHeader = _isPoint = _isReference = _isBroken = _isOver = false;
    }
}
