using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.PayloadFormats.Pictures;

/// <summary>
/// What formats share whose packets each hold a part of one picture: the marker ends a picture, or another timestamp. What has lost a packet is damaged, and so is the picture behind
/// the hole, unless it begins with its first packet and decoding may begin with it.
/// </summary>
internal abstract class PictureDepacketizer(UnitAssembler assembler, UnitAssemblerOptions options) : RtpDepacketizer(assembler)
{
    private const int PieceCapacity = 16 * 1024;

    private readonly MediaBufferWriter _piece = new(options.Pool, options.Account, PieceCapacity);
    private readonly int _maxBytes = Math.Min(options.MaxUnitBytes, MediaBufferPool.MaxLength);
    private int _lastPieceBytes;
    private bool _isOpen;
    private bool _isWholeFromStart;
    private bool _isGapBefore;
    private bool _usesMarkers;
    private uint _timestamp;
    private MonotonicTime _lastArrival;

    /// <summary>True between <see cref="BeginPiece"/> and <see cref="EndPiece"/>.</summary>
    protected bool HasPiece { get; private set; }

    /// <summary>True when bytes of the picture are known to be missing.</summary>
    protected bool IsBroken { get; private set; }

    /// <summary>Bytes of the piece so far.</summary>
    protected int PieceLength => _piece.Length;

    /// <inheritdoc/>
    public sealed override void Handle(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival, IRtpUnitSink sink)
    {
        if (isGapBefore && _isOpen) Break();
        ReadOnlySpan<byte> payload = packet.Payload;
        if (payload.IsEmpty)
        {
            _isGapBefore |= isGapBefore && !_isOpen;
            return;
        }

        if (_isOpen && packet.Timestamp != _timestamp) Complete(sink);
        if (!_isOpen)
        {
            (_isOpen, _timestamp) = (true, packet.Timestamp);
            _isWholeFromStart = BeginsPicture(payload);
        }

        _isGapBefore |= isGapBefore;
        _lastArrival = arrival;
        Take(payload, packet.HasMarker);
        if (!packet.HasMarker) return;
        _usesMarkers = true;
        Complete(sink);
    }

    /// <inheritdoc/>
    public sealed override void HandleTimeout(MonotonicTime now, TimeSpan limit, IRtpUnitSink sink)
    {
        if (!_isOpen || now - _lastArrival <= limit) return;
        bool isTorso = HasPiece || _usesMarkers;
        Flush(sink);
        if (!isTorso) return;
        TimedOutHere++;
        _isGapBefore = true;
    }

    // Where markers end pictures, one without it lost its end, and no packet follows to show the hole.
    /// <inheritdoc/>
    public sealed override void Flush(IRtpUnitSink sink)
    {
        if (!_isOpen) return;
        if (_usesMarkers) Break();
        Complete(sink);
    }

    /// <summary>True for a payload that is the first of a picture.</summary>
    protected abstract bool BeginsPicture(ReadOnlySpan<byte> payload);

    /// <summary>Takes a payload: what is of the picture goes to pieces.</summary>
    /// <param name="payload">The payload, not empty.</param>
    /// <param name="hasMarker">True when it is the picture's last.</param>
    protected abstract void Take(ReadOnlySpan<byte> payload, bool hasMarker);

    /// <summary>The picture ends, for lack of a marker or with it; a piece that is open is what came of it.</summary>
    protected virtual void OnEnd()
    {
        if (HasPiece) Break();
    }

    /// <summary>True when the piece so far ends with these bytes.</summary>
    protected bool PieceEndsWith(ReadOnlySpan<byte> end) => ((ReadOnlySpan<byte>)_piece.Written).EndsWith(end);

    /// <summary>Begins a piece. One that did not end is dropped.</summary>
    protected void BeginPiece()
    {
        if (HasPiece) Break();
        HasPiece = true;
        _piece.GetSpan(Math.Min(_lastPieceBytes, _maxBytes));
    }

    /// <summary>Adds to the piece; without one, or above the bound, the picture is damaged.</summary>
    protected void Append(ReadOnlySpan<byte> data)
    {
        if (!HasPiece)
        {
            IsBroken = true;
            return;
        }

        if (data.Length > _maxBytes - _piece.Length)
        {
            TooLargeHere++;
            Break();
            return;
        }

        _piece.Write(data);
    }

    /// <summary>Hands the piece to the assembler.</summary>
    protected void EndPiece()
    {
        if (!HasPiece) return;
        AddPiece(_piece.Written);
        _lastPieceBytes = _piece.Length;
        Drop();
    }

    /// <summary>Takes a whole piece: hands it to the assembler.</summary>
    protected virtual void AddPiece(ReadOnlySpan<byte> piece) => Assembler.Add(piece);

    /// <summary>Counts a payload that cannot be understood; its picture is damaged.</summary>
    protected void Refuse()
    {
        MalformedHere++;
        Break();
    }

    /// <summary>Bytes of the picture are missing.</summary>
    protected void Break()
    {
        IsBroken = true;
        Drop();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _piece.Dispose();
        base.Dispose(disposing);
    }

    private void Drop()
    {
        HasPiece = false;
        _piece.Dispose();
    }

    private void Complete(IRtpUnitSink sink)
    {
        OnEnd();
        _isOpen = false;
        bool isBroken = IsBroken;
        bool isGapBefore = _isGapBefore;
        IsBroken = _isGapBefore = false;
        if (!Assembler.TryComplete(isBroken, out AssembledUnit unit))
        {
            // Nothing remained: the pictures that follow may refer to what was lost.
            _isGapBefore = isBroken || isGapBefore;
            return;
        }

        bool lacksReferences = isGapBefore && !(_isWholeFromStart && unit.RandomAccess.Kind is RandomAccessKind.Idr or RandomAccessKind.OpenGop);
        sink.OnUnit(_timestamp, _lastArrival, lacksReferences ? unit with { IsDamaged = true } : unit);
    }
}
