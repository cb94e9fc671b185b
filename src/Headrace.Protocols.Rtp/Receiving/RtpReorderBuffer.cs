using System.Diagnostics;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.Receiving;

/// <summary>
/// Puts the packets of one source back in order. A packet that comes in order is handed on at once and not copied; one behind a hole waits
/// for what is missing, until the hole is filled or a bound of <see cref="RtpReorderLimits"/> gives it up. Single-threaded; allocates
/// nothing a packet once its pool is warm.
/// </summary>
/// <param name="limits">Its bounds.</param>
/// <param name="pool">Where held packets are kept.</param>
/// <param name="account">Who pays for them, or null.</param>
internal sealed class RtpReorderBuffer(RtpReorderLimits limits, MediaBufferPool pool, MemoryAccount? account) : IDisposable
{
    private readonly int _maxPackets = Checked(limits);
    private readonly long _window = limits.Window.Ticks * 100;

    // Made when the first packet has to wait: most sources never need it.
    private Held[] _slots = [];
    private SequenceNumber _next;
    private bool _hasBegun;
    private bool _isGapBefore = true;
    private int _heldBytes;
    private long _holeSince;
    private MonotonicTime _lastArrival;

    /// <summary>Packets that wait now.</summary>
    public int HeldPackets { get; private set; }

    /// <summary>Numbers that were given up.</summary>
    public long GivenUp { get; private set; }

    /// <summary>Packets that came when their number had been handed on or given up.</summary>
    public long TooLate { get; private set; }

    /// <summary>Packets that came again while the first one waited.</summary>
    public long Duplicates { get; private set; }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called; <see cref="MonotonicTime.Never"/> while nothing waits.</summary>
    public MonotonicTime NextDeadline => HeldPackets == 0 ? MonotonicTime.Never : new MonotonicTime(_holeSince + _window);

    /// <summary>Takes a packet, and hands on what its coming completes.</summary>
    public void Handle(in RtpPacket packet, MonotonicTime arrival, IRtpPacketSink sink)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            _next = packet.SequenceNumber;
        }

        int distance = _next.DistanceTo(packet.SequenceNumber);
        if (distance < 0)
        {
            TooLate++;
            return;
        }

        if (distance > 0 && !MakeRoom(packet, sink)) return;
        if (_next == packet.SequenceNumber) HandOn(packet, arrival, sink);
        else Hold(packet, arrival);
        HandleTimeout(arrival, sink);
    }

    /// <summary>Gives up holes that were waited for long enough, and hands on what stood behind them.</summary>
    public void HandleTimeout(MonotonicTime now, IRtpPacketSink sink)
    {
        while (HeldPackets > 0 && now.Nanoseconds - _holeSince >= _window) GiveUpHole(sink);
    }

    /// <summary>Hands on everything that is held, and begins anew with the next packet: its source did.</summary>
    public void Restart(IRtpPacketSink sink)
    {
        while (HeldPackets > 0) GiveUpHole(sink);
        _hasBegun = false;
        _isGapBefore = true;
    }

    /// <summary>Gives back what is held, without handing it on.</summary>
    public void Dispose()
    {
        for (int i = 0; i < _slots.Length && HeldPackets > 0; i++) Free(i);
    }

    private static int Checked(RtpReorderLimits limits)
    {
        if (!int.IsPow2(limits.MaxPackets) || limits.MaxPackets > 16_384) throw new ArgumentException("MaxPackets must be a power of two, at most 16,384.", nameof(limits));
        return limits.MaxPackets;
    }

    /// <summary>Gives up holes until the packet is within the bounds; false for one that is held already.</summary>
    private bool MakeRoom(in RtpPacket packet, IRtpPacketSink sink)
    {
        SequenceNumber number = packet.SequenceNumber;
        if (HeldPackets > 0 && _next.DistanceTo(number) < _maxPackets && _slots[IndexOf(number)].IsHeld)
        {
            Duplicates++;
            return false;
        }

        while (HeldPackets > 0 && (_next.DistanceTo(number) >= _maxPackets || _heldBytes + packet.Bytes.Length > limits.MaxBytes)) GiveUpHole(sink);
        bool isTooFar = _next.DistanceTo(number) >= _maxPackets || packet.Bytes.Length > limits.MaxBytes;
        if (isTooFar) GiveUpTo(number);
        return true;
    }

    private void Hold(in RtpPacket packet, MonotonicTime arrival)
    {
        if (_slots.Length == 0) _slots = new Held[_maxPackets];
        if (HeldPackets == 0) _holeSince = arrival.Nanoseconds;
        _slots[IndexOf(packet.SequenceNumber)] = new Held(pool.Copy(packet.Bytes, account), arrival, true);
        _heldBytes += packet.Bytes.Length;
        HeldPackets++;
    }

    private void HandOn(in RtpPacket packet, MonotonicTime arrival, IRtpPacketSink sink)
    {
        Deliver(packet, arrival, sink);
        if (HeldPackets > 0) DeliverHeld(sink);
    }

    private void GiveUpHole(IRtpPacketSink sink)
    {
        SequenceNumber first = _next;
        while (!_slots[IndexOf(first)].IsHeld) first = first.Next;
        GiveUpTo(first);
        DeliverHeld(sink);
    }

    private void GiveUpTo(SequenceNumber number)
    {
        GivenUp += _next.DistanceTo(number);
        _isGapBefore = true;
        _next = number;
    }

    private void DeliverHeld(IRtpPacketSink sink)
    {
        bool hasDelivered = false;
        while (_slots[IndexOf(_next)] is { IsHeld: true } held)
        {
            int index = IndexOf(_next);
            if (!RtpPacket.TryParse(held.Bytes.Span, out RtpPacket packet, out _)) throw new UnreachableException("Only packets are held.");
            Deliver(packet, held.Arrival, sink);
            Free(index);
            hasDelivered = true;
        }

        if (hasDelivered && HeldPackets > 0) _holeSince = OldestArrival();
    }

    private void Deliver(in RtpPacket packet, MonotonicTime arrival, IRtpPacketSink sink)
    {
        if (arrival > _lastArrival) _lastArrival = arrival;
        bool isGapBefore = _isGapBefore;
        _isGapBefore = false;
        _next = _next.Next;
        sink.OnPacket(packet, isGapBefore, _lastArrival);
    }

    private long OldestArrival()
    {
        long oldest = long.MaxValue;
        SequenceNumber number = _next;
        for (int left = HeldPackets; left > 0; number = number.Next)
        {
            Held held = _slots[IndexOf(number)];
            if (!held.IsHeld) continue;
            oldest = Math.Min(oldest, held.Arrival.Nanoseconds);
            left--;
        }

        return oldest;
    }

    private void Free(int index)
    {
        Held held = _slots[index];
        if (!held.IsHeld) return;
        _slots[index] = default;
        _heldBytes -= held.Bytes.Length;
        HeldPackets--;
        held.Bytes.Release();
    }

    private int IndexOf(SequenceNumber number) => number.Value & (_maxPackets - 1);

    private readonly record struct Held(MediaBuffer Bytes, MonotonicTime Arrival, bool IsHeld);
}
