using Headrace.Media.Timing;

namespace Headrace.Protocols.Rtp.Packets;

/// <summary>Tells the UTC of a received track's RTP timestamps from its sender's reports (RFC 3550, 6.4.1). Single-threaded.</summary>
/// <param name="clockRate">Ticks a second of the RTP timestamps.</param>
internal sealed class SenderClock(int clockRate)
{
    private DateTime _utc;
    private uint _timestamp;

    /// <summary>Middle bits of the last report's NTP timestamp, for reception reports; 0 before the first.</summary>
    public uint LastReport { get; private set; }

    /// <summary>When the last report arrived.</summary>
    public MonotonicTime LastReportArrival { get; private set; }

    /// <summary>True once a report has said what the time is: some senders leave the NTP timestamp zero.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Takes a report over.</summary>
    public void Add(in RtcpSenderInfo report, MonotonicTime arrival)
    {
        LastReport = report.Ntp.Middle;
        LastReportArrival = arrival;
        if (report.Ntp.Value == 0) return;
        IsKnown = true;
        _utc = report.Ntp.ToUtc();
        _timestamp = report.RtpTimestamp;
    }

    /// <summary>The UTC of a timestamp within half a wrap of the last report; false before the first report.</summary>
    public bool TryToUtc(uint timestamp, out DateTime utc)
    {
        utc = default;
        if (!IsKnown) return false;
        long ticks = Timebase.Rescale(unchecked((int)(timestamp - _timestamp)), clockRate, TimeSpan.TicksPerSecond);
        utc = _utc.AddTicks(ticks);
        return true;
    }
}
