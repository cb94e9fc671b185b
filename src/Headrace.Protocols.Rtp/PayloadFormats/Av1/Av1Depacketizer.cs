using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.PayloadFormats.Av1;

/// <summary>
/// Makes temporal units of packets: the marker ends one, or another timestamp. What has lost a packet is damaged, and so is the unit behind the hole, unless
/// it begins with a sequence header and a key frame.
/// </summary>
internal sealed class Av1Depacketizer(UnitAssembler assembler, UnitAssemblerOptions options) : RtpDepacketizer(assembler)
{
    private const int FragmentCapacity = 16 * 1024;

    private readonly MediaBufferWriter _fragments = new(options.Pool, options.Account, FragmentCapacity);
    private readonly int _maxBytes = Math.Min(options.MaxUnitBytes, MediaBufferPool.MaxLength);
    private int _lastFragmented;
    private bool _hasFragment;
    private bool _isOpen;
    private bool _isWholeFromStart;
    private bool _isGapBefore;
    private bool _isBroken;
    private bool _usesMarkers;
    private uint _timestamp;
    private MonotonicTime _lastArrival;

    /// <inheritdoc/>
    public override void Handle(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival, IRtpUnitSink sink)
    {
        if (isGapBefore && _isOpen) Break();
        ReadOnlySpan<byte> payload = packet.Payload;
        if (payload.IsEmpty)
        {
            _isGapBefore |= isGapBefore && !_isOpen;
            return;
        }

        if (_isOpen && packet.Timestamp != _timestamp) Complete(sink);
        if (!_isOpen) Open(packet);
        _isGapBefore |= isGapBefore;
        _lastArrival = arrival;
        Unpack(payload);
        if (!packet.HasMarker) return;
        _usesMarkers = true;
        Complete(sink);
    }

    /// <inheritdoc/>
    public override void HandleTimeout(MonotonicTime now, TimeSpan limit, IRtpUnitSink sink)
    {
        if (!_isOpen || now - _lastArrival <= limit) return;
        bool isTorso = LacksEnd;
        Flush(sink);
        if (!isTorso) return;
        TimedOutHere++;
        _isGapBefore = true;
    }

    /// <inheritdoc/>
    public override void Flush(IRtpUnitSink sink)
    {
        if (!_isOpen) return;
        if (LacksEnd) Break();
        Complete(sink);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _fragments.Dispose();
        base.Dispose(disposing);
    }

    // Where markers end units, one without it lost its end, and no packet follows to show the hole.
    private bool LacksEnd => _hasFragment || _usesMarkers;

    private void Open(in RtpPacket packet)
    {
        _isOpen = true;
        _timestamp = packet.Timestamp;
        byte header = packet.Payload[0];
        _isWholeFromStart = (header & (Av1Payload.ContinuesLast | Av1Payload.NewSequence)) == Av1Payload.NewSequence || Av1Payload.BeginsSequence(packet.Payload);
    }

    private void Unpack(ReadOnlySpan<byte> payload)
    {
        byte header = payload[0];
        int count = Av1Payload.CountOf(header);
        ReadOnlySpan<byte> rest = payload[Av1Payload.HeaderLength..];
        int taken = 0;
        while (!rest.IsEmpty)
        {
            taken++;
            if (!Av1Payload.TryTake(count == 0 || taken < count, ref rest, out ReadOnlySpan<byte> element))
            {
                OnMalformed();
                return;
            }

            bool goesOn = rest.IsEmpty && (header & Av1Payload.GoesOn) != 0;
            if (taken == 1 && (header & Av1Payload.ContinuesLast) != 0) GoOn(element, goesOn);
            else Begin(element, goesOn);
        }

        if (taken == 0 || taken < count) OnMalformed();
    }

    private void Begin(ReadOnlySpan<byte> element, bool goesOn)
    {
        if (_hasFragment) Break();
        if (!goesOn)
        {
            if (!element.IsEmpty) AddObu(element);
            return;
        }

        _hasFragment = true;
        _fragments.GetSpan(Math.Min(_lastFragmented, _maxBytes));
        Append(element);
    }

    private void GoOn(ReadOnlySpan<byte> element, bool goesOn)
    {
        if (!_hasFragment)
        {
            _isBroken = true;
            return;
        }

        Append(element);
        if (goesOn || !_hasFragment) return;
        _lastFragmented = _fragments.Length;
        AddObu(_fragments.Written);
        _hasFragment = false;
        _fragments.Dispose();
    }

    private void Append(ReadOnlySpan<byte> data)
    {
        if (data.Length > _maxBytes - _fragments.Length)
        {
            TooLargeHere++;
            Break();
            return;
        }

        _fragments.Write(data);
    }

    // Some senders leave the delimiter in, which the format asks them to remove (5): it may come twice.
    private void AddObu(ReadOnlySpan<byte> obu)
    {
        if (Av1Obu.TryRead(obu, out Av1Obu view, out int length) && view.Type == Av1ObuType.TemporalDelimiter && length == obu.Length) return;
        Assembler.Add(obu);
    }

    private void OnMalformed()
    {
        MalformedHere++;
        Break();
    }

    private void Break()
    {
        _isBroken = true;
        if (!_hasFragment) return;
        _hasFragment = false;
        _fragments.Dispose();
    }

    private void Complete(IRtpUnitSink sink)
    {
        if (_hasFragment) Break();
        _isOpen = false;
        bool isBroken = _isBroken;
        bool isGapBefore = _isGapBefore;
        _isBroken = _isGapBefore = false;
        if (!Assembler.TryComplete(isBroken, out AssembledUnit unit))
        {
            // Nothing remained: the pictures that follow may refer to what was lost.
            _isGapBefore = isBroken || isGapBefore;
            return;
        }

        bool lacksReferences = isGapBefore && !(_isWholeFromStart && unit.RandomAccess == RandomAccess.Idr);
        sink.OnUnit(_timestamp, _lastArrival, lacksReferences ? unit with { IsDamaged = true } : unit);
    }
}
