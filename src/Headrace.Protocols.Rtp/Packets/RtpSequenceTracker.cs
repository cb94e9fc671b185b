using System.Numerics;
using Headrace.Media.Timing;

namespace Headrace.Protocols.Rtp.Packets;

/// <summary>Follows the sequence numbers of one source: gaps, late packets, duplicates, restarts, and what reception reports say (RFC 3550, A.1, A.3, A.8).</summary>
/// <param name="clockRate">Ticks a second of the source's timestamps, for jitter.</param>
/// <param name="isOrderedTransport">True over TCP: nothing overtakes there, so a jump is taken at once.</param>
/// <param name="maxMisorder">A packet this many numbers or more behind is a restart, not late.</param>
internal sealed class RtpSequenceTracker(int clockRate, bool isOrderedTransport, int maxMisorder = RtpSequenceTracker.MaxMisorder)
{
    /// <summary>A step forward of this many numbers or more is a restart, not loss.</summary>
    public const int MaxDropout = 3000;

    /// <summary>What RFC 3550, A.1 calls the greatest misordering.</summary>
    public const int MaxMisorder = 100;

    // Beyond it the difference of two arrivals says nothing about jitter, and its product with the clock rate must not overflow.
    private const long MaxTransitNanoseconds = 100 * Timebase.NanosecondsPerSecond;

    private const int WordBits = 64;

    // A bit for each of the last numbers. A power of two, so that it goes on over the wrap of numbers.
    private readonly ulong[] _seen = new ulong[(int)BitOperations.RoundUpToPowerOf2((uint)(maxMisorder + WordBits - 1) / WordBits)];
    private bool _hasBegun;
    private SequenceNumber _highest;
    private SequenceNumber? _suspect;
    private long _cycles;
    private long _first;
    private long _received;
    private long _expectedAtReport;
    private long _receivedAtReport;
    private long _lostBefore;
    private long _duplicatesHere;
    private bool _hasTransit;
    private uint _lastTimestamp;
    private MonotonicTime _lastArrival;
    private long _jitter;

    /// <summary>Packets accepted, late ones and duplicates included, over all restarts.</summary>
    public long Received { get; private set; }

    /// <summary>Packets seen twice.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Packets that came after a later one.</summary>
    public long Late { get; private set; }

    /// <summary>Times that the source began anew.</summary>
    public long Restarts { get; private set; }

    /// <summary>Packets missing, over all restarts; duplicates are not set against it.</summary>
    public long Lost => _lostBefore + Math.Max(0, Expected - (_received - _duplicatesHere));

    /// <summary>The highest number with the count of its cycles above it.</summary>
    public long HighestExtended => _cycles + _highest.Value;

    /// <summary>Interarrival jitter in timestamp ticks.</summary>
    public uint Jitter => (uint)(_jitter >> 4);

    private long Expected => _hasBegun ? HighestExtended - _first + 1 : 0;

    /// <summary>Takes a packet's number, timestamp and arrival into account.</summary>
    public RtpArrival Add(SequenceNumber number, uint timestamp, MonotonicTime arrival)
    {
        RtpArrival result = Place(number);
        if (result.Kind == RtpArrivalKind.Suspect) return result;
        Received++;
        _received++;
        if (result.IsUsable) UpdateJitter(timestamp, arrival);
        return result;
    }

    /// <summary>
    /// Makes the reception report block about this source and begins the next interval (RFC 3550, 6.4.1 and A.3).
    /// </summary>
    /// <param name="ssrc">The source.</param>
    /// <param name="lastSenderReport">The middle 32 bits of the last sender report's NTP timestamp, or 0.</param>
    /// <param name="delay">Time since that report.</param>
    public RtcpReportBlock TakeReport(uint ssrc, uint lastSenderReport, TimeSpan delay)
    {
        long expected = Expected - _expectedAtReport;
        long lost = expected - (_received - _receivedAtReport);
        _expectedAtReport = Expected;
        _receivedAtReport = _received;
        byte fraction = expected <= 0 || lost <= 0 ? (byte)0 : (byte)Math.Min(255, (lost << 8) / expected);
        return new RtcpReportBlock(
            ssrc,
            fraction,
            (int)Math.Clamp(Expected - _received, RtcpReportBlock.MinLost, RtcpReportBlock.MaxLost),
            unchecked((uint)HighestExtended),
            Jitter,
            lastSenderReport,
            lastSenderReport == 0 ? 0 : (uint)Math.Clamp(delay.Ticks * 65_536 / TimeSpan.TicksPerSecond, 0, uint.MaxValue));
    }

    /// <summary>Begins anew with the next packet, whatever its number: another source took the place. What was lost before stays counted.</summary>
    public void Restart()
    {
        _lostBefore = Lost;
        _hasBegun = false;
        Restarts++;
    }

    private RtpArrival Place(SequenceNumber number)
    {
        if (!_hasBegun)
        {
            Begin(number);
            return new RtpArrival(RtpArrivalKind.First, 0);
        }

        int step = _highest.DistanceTo(number);
        if (step is > 0 and < MaxDropout)
        {
            Advance(number, step);
            return step == 1 ? new RtpArrival(RtpArrivalKind.InOrder, 0) : new RtpArrival(RtpArrivalKind.Gap, step - 1);
        }

        if (step <= 0 && step > -maxMisorder) return Behind(number);

        if (!isOrderedTransport && _suspect != number)
        {
            _suspect = number.Next;
            return new RtpArrival(RtpArrivalKind.Suspect, 0);
        }

        Restart();
        if (isOrderedTransport)
        {
            Begin(number);
        }
        else
        {
            // The packet that was suspect was the first one.
            Begin(number.Plus(-1));
            Advance(number, 1);
            Received++;
            _received++;
        }

        return new RtpArrival(RtpArrivalKind.Restart, 0);
    }

    private void Begin(SequenceNumber number)
    {
        _hasBegun = true;
        _suspect = null;
        _highest = number;
        _cycles = 0;
        _first = number.Value;
        _received = 0;
        _duplicatesHere = 0;
        _expectedAtReport = 0;
        _receivedAtReport = 0;
        Array.Clear(_seen);
        Mark(number);
        _hasTransit = false;
        _jitter = 0;
    }

    private void Advance(SequenceNumber number, int step)
    {
        if (number.Value < _highest.Value) _cycles += 1 << 16;
        for (int i = Math.Max(1, step - _seen.Length * WordBits); i < step; i++) Unmark(_highest.Plus(i));
        _highest = number;
        Mark(number);
        _suspect = null;
    }

    private RtpArrival Behind(SequenceNumber number)
    {
        if (!Mark(number))
        {
            Duplicates++;
            _duplicatesHere++;
            return new RtpArrival(RtpArrivalKind.Duplicate, 0);
        }

        Late++;
        return new RtpArrival(RtpArrivalKind.Late, 0);
    }

    /// <summary>Notes that a number has come; false when it had already.</summary>
    private bool Mark(SequenceNumber number)
    {
        ref ulong word = ref WordOf(number, out ulong bit);
        bool isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }

    private void Unmark(SequenceNumber number) => WordOf(number, out ulong bit) &= ~bit;

    private ref ulong WordOf(SequenceNumber number, out ulong bit)
    {
        bit = 1UL << number.Value % WordBits;
        return ref _seen[number.Value / WordBits % _seen.Length];
    }

    private void UpdateJitter(uint timestamp, MonotonicTime arrival)
    {
        if (_hasTransit)
        {
            long between = Math.Clamp(arrival.Nanoseconds - _lastArrival.Nanoseconds, -MaxTransitNanoseconds, MaxTransitNanoseconds);
            long ticks = between * clockRate / Timebase.NanosecondsPerSecond;
            long difference = Math.Abs(ticks - unchecked((int)(timestamp - _lastTimestamp)));
            _jitter += difference - ((_jitter + 8) >> 4);
        }

        _hasTransit = true;
        _lastTimestamp = timestamp;
        _lastArrival = arrival;
    }
}
