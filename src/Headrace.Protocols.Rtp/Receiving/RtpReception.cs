using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.Receiving;

/// <summary>
/// The receiving end of one RTP source (RFC 3550, 6.4 and A): follows its numbers, puts its packets in order, tells the one source from
/// strangers, and makes the reception reports about it. Over an ordered transport packets pass at once. Single-threaded.
/// </summary>
public sealed class RtpReception : IDisposable
{
    private readonly int _clockRate;
    private readonly MediaBufferPool _pool;
    private readonly MemoryAccount? _account;
    private readonly RtpSequenceTracker _tracker;
    private readonly RtpReorderBuffer? _reorder;
    private readonly SenderClock _sender;
    private MediaBuffer _stranger;
    private MonotonicTime _strangerArrival;

    /// <summary>A source of which nothing has come.</summary>
    /// <param name="clockRate">Ticks a second of its timestamps.</param>
    /// <param name="reordering">How far packets wait for earlier ones; null over an ordered transport.</param>
    /// <param name="pool">Where packets are kept that wait.</param>
    /// <param name="account">Who pays for them, or null.</param>
    public RtpReception(int clockRate, RtpReorderLimits? reordering, MediaBufferPool pool, MemoryAccount? account)
    {
        _clockRate = clockRate;
        _pool = pool;
        _account = account;
        _tracker = new RtpSequenceTracker(clockRate, reordering is null, reordering?.MaxPackets ?? RtpSequenceTracker.MaxMisorder);
        _reorder = reordering is null ? null : new RtpReorderBuffer(reordering, pool, account);
        _sender = new SenderClock(clockRate);
    }

    /// <summary>The source; null before its first packet.</summary>
    public uint? Ssrc { get; private set; }

    /// <summary>What was counted.</summary>
    public RtpReceptionFigures Figures => new(
        _tracker.Received, _tracker.Lost, _reorder?.TooLate ?? 0, _tracker.Late, _tracker.Duplicates, _tracker.Restarts,
        Timebase.ToTimeSpan(_tracker.Jitter, _clockRate), _reorder?.HeldPackets ?? 0);

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public MonotonicTime NextDeadline => _reorder?.NextDeadline ?? MonotonicTime.Never;

    /// <summary>Takes a packet of the source's payload type, and hands on what its coming completes.</summary>
    public void HandleRtp(in RtpPacket packet, MonotonicTime arrival, IRtpPacketSink sink)
    {
        if (_reorder is null)
        {
            Ssrc = packet.Ssrc;
            RtpArrival place = _tracker.Add(packet.SequenceNumber, packet.Timestamp, arrival);
            if (place.IsUsable) sink.OnPacket(packet, place.IsGapBefore, arrival);
            return;
        }

        if (Ssrc is { } known && known != packet.Ssrc)
        {
            HandleStranger(packet, arrival, sink);
            return;
        }

        Ssrc = packet.Ssrc;
        HandleOwn(packet, arrival, sink);
    }

    /// <summary>Gives up packets that were waited for long enough.</summary>
    public void HandleTimeout(MonotonicTime now, IRtpPacketSink sink) => _reorder?.HandleTimeout(now, sink);

    /// <summary>Hands on all that is held: nothing more will come.</summary>
    public void Flush(IRtpPacketSink sink) => _reorder?.Restart(sink);

    /// <summary>Takes what a sender report of the source says; those of others are passed over.</summary>
    public void ObserveSenderReport(in RtcpSenderInfo info, MonotonicTime arrival)
    {
        if (Ssrc == info.Ssrc) _sender.Add(info, arrival);
    }

    /// <summary>Makes the reception report block about the source and begins the next interval; false before its first packet.</summary>
    public bool TryTakeReport(MonotonicTime now, out RtcpReportBlock report)
    {
        report = default;
        if (Ssrc is not { } ssrc) return false;
        report = _tracker.TakeReport(ssrc, _sender.LastReport, now - _sender.LastReportArrival);
        return true;
    }

    /// <summary>Gives back what is held, without handing it on.</summary>
    public void Dispose()
    {
        DropStranger();
        _reorder?.Dispose();
    }

    private void HandleOwn(in RtpPacket packet, MonotonicTime arrival, IRtpPacketSink sink)
    {
        switch (_tracker.Add(packet.SequenceNumber, packet.Timestamp, arrival).Kind)
        {
            case RtpArrivalKind.Suspect:
                Keep(packet, arrival);
                return;
            case RtpArrivalKind.Restart:
                _reorder!.Restart(sink);
                if (IsBehindStranger(packet)) HandOnStranger(sink);
                break;
            case RtpArrivalKind.Duplicate:
                return;
            default:
                DropStranger();
                break;
        }

        _reorder!.Handle(packet, arrival, sink);
    }

    // Another source takes the place as soon as two of its packets come in a row and none of the old one between them: an encoder that
    // began anew does so at once, a stray datagram never.
    private void HandleStranger(in RtpPacket packet, MonotonicTime arrival, IRtpPacketSink sink)
    {
        if (!IsBehindStranger(packet))
        {
            Keep(packet, arrival);
            return;
        }

        Ssrc = packet.Ssrc;
        _tracker.Restart();
        _reorder!.Restart(sink);
        CountStranger();
        HandOnStranger(sink);
        HandleOwn(packet, arrival, sink);
    }

    private bool IsBehindStranger(in RtpPacket packet) =>
        RtpPacket.TryParse(_stranger.Span, out RtpPacket kept, out _) && kept.Ssrc == packet.Ssrc && kept.SequenceNumber.Next == packet.SequenceNumber;

    private void HandOnStranger(IRtpPacketSink sink)
    {
        MediaBuffer bytes = _stranger;
        _stranger = default;
        if (RtpPacket.TryParse(bytes.Span, out RtpPacket first, out _)) _reorder!.Handle(first, _strangerArrival, sink);
        bytes.Release();
    }

    private void CountStranger()
    {
        if (RtpPacket.TryParse(_stranger.Span, out RtpPacket first, out _)) _tracker.Add(first.SequenceNumber, first.Timestamp, _strangerArrival);
    }

    private void Keep(in RtpPacket packet, MonotonicTime arrival)
    {
        DropStranger();
        _stranger = _pool.Copy(packet.Bytes, _account);
        _strangerArrival = arrival;
    }

    private void DropStranger()
    {
        MediaBuffer bytes = _stranger;
        _stranger = default;
        bytes.Release();
    }
}
