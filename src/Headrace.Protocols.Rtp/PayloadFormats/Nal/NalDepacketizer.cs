using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.PayloadFormats.Nal;

/// <summary>
/// What the payload formats of NAL units have in common: where a unit ends (marker, timestamp, first slice of the next picture), what a hole
/// damages, and how fragments become a NAL unit again.
/// </summary>
internal abstract class NalDepacketizer(UnitAssembler assembler, UnitAssemblerOptions options) : RtpDepacketizer(assembler)
{
    // Enough of a fragmented slice for its header to be read.
    private const int ProbeLength = 64;
    private const int FragmentCapacity = 16 * 1024;

    private readonly MediaBufferWriter _fragments = new(options.Pool, options.Account, FragmentCapacity);
    private readonly int _maxNalBytes = Math.Min(options.MaxUnitBytes, MediaBufferPool.MaxLength);
    private int _lastNalBytes;
    private bool _hasFragment;
    private bool _isOpen;
    private bool _hasMarker;
    private MarkerUse _markerUse;
    private NalLoss _loss;
    private NalLoss _lossOfNext;
    private uint _timestamp;
    private uint _pieceTimestamp;
    private MonotonicTime _lastArrival;

    /// <inheritdoc/>
    public sealed override void Handle(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival, IRtpUnitSink sink)
    {
        NalPacket context = new(packet.Timestamp, sink);
        if (isGapBefore) NoteGap(context.Timestamp);
        ReadOnlySpan<byte> payload = packet.Payload;
        if (payload.IsEmpty) return;
        Unpack(payload, context);
        _lastArrival = arrival;
        if (packet.HasMarker && _isOpen && _pieceTimestamp == context.Timestamp) OnMarker(sink);
    }

    /// <inheritdoc/>
    public sealed override void HandleTimeout(MonotonicTime now, TimeSpan limit, IRtpUnitSink sink)
    {
        if (!_isOpen || now - _lastArrival <= limit) return;
        bool isTorso = LacksEnd;
        Flush(sink);
        if (!isTorso) return;
        TimedOutHere++;
        _loss = NalLoss.BeforeStart;
    }

    /// <inheritdoc/>
    public sealed override void Flush(IRtpUnitSink sink)
    {
        if (!_isOpen) return;
        bool isTorso = LacksEnd;
        if (_hasFragment && !_hasMarker) DropFragment();
        if (isTorso) _loss = NalLoss.Inside;
        Complete(sink);
    }

    // Where markers end units, one without it lost its end, and no packet follows to show the hole.
    private bool LacksEnd => !_hasMarker && (_hasFragment || _markerUse == MarkerUse.EndsUnit);

    /// <summary>Takes a payload apart; it is not empty.</summary>
    protected abstract void Unpack(ReadOnlySpan<byte> payload, in NalPacket packet);

    /// <summary>True for a NAL unit that holds picture data.</summary>
    protected abstract bool IsSlice(ReadOnlySpan<byte> nal);

    /// <summary>True for a slice that is not the first of its picture.</summary>
    protected abstract bool IsLaterSlice(ReadOnlySpan<byte> nal);

    /// <summary>True for the first slice of a picture that refers to no picture before it.</summary>
    protected abstract bool BeginsRandomAccess(ReadOnlySpan<byte> nal);

    /// <summary>Takes a whole NAL unit.</summary>
    protected void OnNal(ReadOnlySpan<byte> nal, in NalPacket packet)
    {
        if (nal.IsEmpty) return;
        if (_hasFragment) EndFragment();
        BeginPiece(nal, packet);
        Assembler.Add(nal);
    }

    /// <summary>Takes a fragment of a NAL unit, whose header has been restored.</summary>
    protected void OnFragment(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data, bool isStart, bool isEnd, in NalPacket packet)
    {
        if (isStart)
        {
            BeginFragment(header, data, packet);
        }
        else if (!_hasFragment || packet.Timestamp != _pieceTimestamp)
        {
            OnOrphan(packet);
            return;
        }

        if (data.Length > _maxNalBytes - _fragments.Length)
        {
            TooLargeHere++;
            DropFragment();
            return;
        }

        _hasMarker = false;
        _fragments.Write(data);
        if (isEnd) EndFragment();
    }

    /// <summary>Counts a payload that says nothing of a picture.</summary>
    protected void Ignore() => MalformedHere++;

    /// <summary>Counts a payload that could not be understood; the unit that it belongs to is damaged.</summary>
    protected void OnMalformed(in NalPacket packet)
    {
        MalformedHere++;
        OnOrphan(packet);
    }

    /// <summary>Counts a payload of a kind that is not taken; the unit that it belongs to is damaged.</summary>
    protected void OnUnsupported(in NalPacket packet)
    {
        Unsupported++;
        OnOrphan(packet);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _fragments.Dispose();
        base.Dispose(disposing);
    }

    private void NoteGap(uint timestamp)
    {
        bool wasWhole = _isOpen && _hasMarker && !_hasFragment && timestamp != _pieceTimestamp && !Assembler.AwaitsSecondField;
        if (_hasFragment) DropFragment();
        if (!_isOpen)
        {
            if (_loss == NalLoss.None) _loss = NalLoss.BeforeStart;
            return;
        }

        if (!wasWhole) _loss = NalLoss.Inside;
        if (timestamp != _pieceTimestamp) _lossOfNext = NalLoss.BeforeStart;
    }

    // The fields of a picture may have timestamps of their own. Within one timestamp and without a marker only slices tell pictures apart:
    // GStreamer's payloader (config-interval=-1) repeats the parameter sets before each slice of a key frame.
    private void BeginPiece(ReadOnlySpan<byte> nal, in NalPacket packet)
    {
        if (_isOpen)
        {
            bool isOneTime = packet.Timestamp == _pieceTimestamp;
            bool tells = !isOneTime || IsSlice(nal) || (_hasMarker && _markerUse != MarkerUse.Meaningless);
            if ((!isOneTime && !Assembler.AwaitsSecondField) || (tells && Assembler.BeginsNext(nal))) Complete(packet.Sink);
            else if (_hasMarker && isOneTime && IsLaterSlice(nal)) _markerUse = MarkerUse.Meaningless;
        }
        else if (_loss == NalLoss.None && _markerUse == MarkerUse.EndsUnit && packet.Timestamp == _pieceTimestamp && IsLaterSlice(nal))
        {
            // The unit that the marker ended had more slices: this one remains a torso, the next ones wait.
            _markerUse = MarkerUse.Meaningless;
            _loss = NalLoss.Inside;
        }

        Open(packet.Timestamp);
        if (_loss == NalLoss.BeforeStart && IsSlice(nal)) _loss = BeginsRandomAccess(nal) ? NalLoss.None : NalLoss.Inside;
    }

    private void Open(uint timestamp)
    {
        _hasMarker = false;
        _pieceTimestamp = timestamp;
        if (_isOpen) return;
        _isOpen = true;
        _timestamp = timestamp;
    }

    private void OnMarker(IRtpUnitSink sink)
    {
        // A marker on a fragment without its end bit: either bit may be wrong, and only the next packet tells.
        _hasMarker = true;
        if (_markerUse == MarkerUse.EndsUnit && !_hasFragment && !Assembler.AwaitsSecondField) Complete(sink);
    }

    private void Complete(IRtpUnitSink sink)
    {
        if (_hasFragment) EndFragment();
        if (Assembler.TryComplete(_loss == NalLoss.Inside, out AssembledUnit unit))
        {
            if (_hasMarker && _markerUse == MarkerUse.Unknown) _markerUse = MarkerUse.EndsUnit;
            _loss = _lossOfNext;
            CloseUnit();
            sink.OnUnit(_timestamp, _lastArrival, unit);
            return;
        }

        // Nothing remained: the pictures that follow may refer to what was lost.
        _loss = _loss == NalLoss.None ? _lossOfNext : NalLoss.BeforeStart;
        CloseUnit();
    }

    private void CloseUnit()
    {
        _isOpen = false;
        _hasMarker = false;
        _lossOfNext = NalLoss.None;
    }

    private void BeginFragment(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data, in NalPacket packet)
    {
        // No end came, yet nothing is missing: the sender forgot the bit.
        if (_hasFragment) EndFragment();
        Span<byte> probe = stackalloc byte[ProbeLength];
        header.CopyTo(probe);
        ReadOnlySpan<byte> start = data[..Math.Min(data.Length, ProbeLength - header.Length)];
        start.CopyTo(probe[header.Length..]);
        BeginPiece(probe[..(header.Length + start.Length)], packet);
        _hasFragment = true;
        _fragments.GetSpan(Math.Min(_lastNalBytes, _maxNalBytes));
        _fragments.Write(header);
    }

    private void EndFragment()
    {
        Assembler.Add(_fragments.Written);
        _lastNalBytes = _fragments.Length;
        _hasFragment = false;
        _fragments.Dispose();
    }

    private void DropFragment()
    {
        _loss = NalLoss.Inside;
        _hasFragment = false;
        _fragments.Dispose();
    }

    // A part of a unit whose other parts did not come.
    private void OnOrphan(in NalPacket packet)
    {
        if (_hasFragment) DropFragment();
        if (_isOpen && packet.Timestamp != _pieceTimestamp) Complete(packet.Sink);
        Open(packet.Timestamp);
        _loss = NalLoss.Inside;
    }
}
