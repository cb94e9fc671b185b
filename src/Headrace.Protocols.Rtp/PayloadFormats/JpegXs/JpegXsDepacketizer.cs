using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.PayloadFormats.JpegXs;

/// <summary>
/// Makes frames of packets (RFC 9134): the counters tell what is missing, L ends a packetization unit, the marker a frame, or a field of it; another frame number or timestamp
/// too. The second field belongs to the frame of the same number. What is missing damages its own frame only. Packets that are sent in another order (T = 0)
/// are taken where they come in order all the same.
/// </summary>
internal sealed class JpegXsDepacketizer(UnitAssembler assembler, UnitAssemblerOptions options) : RtpDepacketizer(assembler)
{
    private const int PieceCapacity = 64 * 1024;
    private const int HeaderNext = -1;

    private readonly MediaBufferWriter _piece = new(options.Pool, options.Account, PieceCapacity);
    private readonly int _maxBytes = Math.Min(options.MaxUnitBytes, MediaBufferPool.MaxLength);
    private int _lastPieceBytes;
    private JpegXsPayloadHeader _last;
    private bool _isOpen;
    private bool _isBroken;
    private bool _hasPiece;
    private bool _awaitsField;
    private int _nextSlice;
    private uint _timestamp;
    private uint _lastTimestamp;
    private MonotonicTime _lastArrival;

    /// <inheritdoc/>
    public override void Handle(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival, IRtpUnitSink sink)
    {
        if (isGapBefore && _isOpen) Break();
        if (packet.Payload.IsEmpty) return;
        if (!JpegXsPayloadHeader.TryRead(packet.Payload, out JpegXsPayloadHeader header))
        {
            MalformedHere++;
            if (_isOpen) Break();
            return;
        }

        if (_isOpen && !BelongsToFrame(header, packet.Timestamp)) Complete(sink);
        if (!_isOpen) Open(header, packet.Timestamp);
        _lastArrival = arrival;
        _awaitsField = false;
        Take(header, packet.Payload[JpegXsPayloadHeader.Length..]);
        (_last, _lastTimestamp) = (header, packet.Timestamp);
        if (packet.HasMarker) OnMarker(header, sink);
    }

    /// <inheritdoc/>
    public override void HandleTimeout(MonotonicTime now, TimeSpan limit, IRtpUnitSink sink)
    {
        if (!_isOpen || now - _lastArrival <= limit) return;
        TimedOutHere++;
        Flush(sink);
    }

    /// <inheritdoc/>
    public override void Flush(IRtpUnitSink sink)
    {
        if (!_isOpen) return;
        Break();
        Complete(sink);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _piece.Dispose();
        base.Dispose(disposing);
    }

    private void OnMarker(in JpegXsPayloadHeader header, IRtpUnitSink sink)
    {
        _awaitsField = header.Interlace == JpegXsPayloadHeader.FirstField;
        if (!_awaitsField) Complete(sink);
    }

    private bool BelongsToFrame(in JpegXsPayloadHeader header, uint timestamp)
    {
        if (header.Frame != _last.Frame) return false;
        bool isSecond = header.Interlace == JpegXsPayloadHeader.SecondField && _last.Interlace == JpegXsPayloadHeader.FirstField;
        return isSecond || (timestamp == _lastTimestamp && header.Interlace == _last.Interlace && !_awaitsField);
    }

    private void Open(in JpegXsPayloadHeader header, uint timestamp)
    {
        _isOpen = true;
        _awaitsField = false;
        _nextSlice = HeaderNext;
        _timestamp = timestamp;
        _last = header;
        if (header.Interlace == JpegXsPayloadHeader.SecondField) _isBroken = true;
    }

    private void Take(in JpegXsPayloadHeader header, ReadOnlySpan<byte> data)
    {
        if (header.BeginsUnit ? !TryBegin(header) : !GoesOn(header))
        {
            if (!header.IsSequential) Unsupported++;
            Break();
            return;
        }

        if (data.Length > _maxBytes - _piece.Length)
        {
            TooLargeHere++;
            Break();
            return;
        }

        _piece.Write(data);
        if (!header.IsLast) return;
        Assembler.Add(_piece.Written);
        _lastPieceBytes = _piece.Length;
        Drop();
    }

    private bool TryBegin(in JpegXsPayloadHeader header)
    {
        bool isInOrder = !_hasPiece && (header.BeginsSegment || (_nextSlice != HeaderNext && header.Unit == _nextSlice));
        if (!isInOrder) return false;
        _nextSlice = !header.IsSliced ? HeaderNext : header.BeginsSegment ? 0 : (header.Unit + 1) % JpegXsPayloadHeader.HeaderSegment;
        _hasPiece = true;
        _piece.GetSpan(Math.Min(_lastPieceBytes, _maxBytes));
        return true;
    }

    private bool GoesOn(in JpegXsPayloadHeader header)
    {
        if (!_hasPiece || header.IsSliced != _last.IsSliced || header.Interlace != _last.Interlace) return false;
        if (header.IsSliced) return header.Unit == _last.Unit && header.Packet == _last.Packet + 1;
        return header.Unit * JpegXsPayloadHeader.Counter + header.Packet == _last.Unit * JpegXsPayloadHeader.Counter + _last.Packet + 1;
    }

    private void Break()
    {
        _isBroken = true;
        Drop();
    }

    private void Drop()
    {
        _hasPiece = false;
        _piece.Dispose();
    }

    private void Complete(IRtpUnitSink sink)
    {
        // A field alone, or the beginning of a packetization unit, is no frame.
        if (_hasPiece || _last.Interlace == JpegXsPayloadHeader.FirstField) Break();
        _isOpen = false;
        (bool isBroken, _isBroken) = (_isBroken, false);
        if (Assembler.TryComplete(isBroken, out AssembledUnit unit)) sink.OnUnit(_timestamp, _lastArrival, unit);
        else Assembler.Reset();
    }
}
