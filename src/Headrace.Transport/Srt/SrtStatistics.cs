namespace Headrace.Transport.Srt;

/// <summary>What libsrt measured of a connection. Counts run since it began; rates since they were asked for last.</summary>
/// <param name="RoundTrip">Time to the peer and back.</param>
/// <param name="Bandwidth">What the link is estimated to carry, in bits a second.</param>
/// <param name="PacketsSent">Packets sent, those sent again included.</param>
/// <param name="PacketsReceived">Packets received, those received again included.</param>
/// <param name="SendLost">Packets that the peer reported as lost.</param>
/// <param name="ReceiveLost">Packets that were missing when a later one came; most come when they are sent again.</param>
/// <param name="Retransmitted">Packets sent again.</param>
/// <param name="ReceivedAgain">Packets that came because they were sent again.</param>
/// <param name="SendDropped">Packets given up before they were sent, as too late.</param>
/// <param name="ReceiveDropped">Packets that did not come in time.</param>
/// <param name="Undecrypted">Packets that could not be decrypted.</param>
/// <param name="SendRate">Bits a second sent.</param>
/// <param name="ReceiveRate">Bits a second received.</param>
/// <param name="SendLatency">How long after it was sent the peer plays a packet.</param>
/// <param name="ReceiveLatency">The same for packets that come.</param>
/// <param name="SendBuffered">Span of what the peer has not acknowledged.</param>
/// <param name="ReceiveBuffered">Span of what waits for its time.</param>
/// <param name="LifeSigns">Grows with each packet and acknowledgement that comes from the peer.</param>
public readonly record struct SrtStatistics(
    TimeSpan RoundTrip, long Bandwidth, long PacketsSent, long PacketsReceived, long SendLost, long ReceiveLost, long Retransmitted, long ReceivedAgain, long SendDropped, long ReceiveDropped,
    long Undecrypted, long SendRate, long ReceiveRate, TimeSpan SendLatency, TimeSpan ReceiveLatency, TimeSpan SendBuffered, TimeSpan ReceiveBuffered, long LifeSigns)
{
    private const double Mega = 1_000_000;

    internal static SrtStatistics Of(in SrtPerformance figures, long receivedAgain) => new(
        TimeSpan.FromMilliseconds(figures.RoundTripMilliseconds), (long)(figures.BandwidthMbps * Mega), figures.PacketsSent, figures.PacketsReceived, figures.SendLost, figures.ReceiveLost,
        figures.Retransmitted, receivedAgain, figures.SendDropped, figures.ReceiveDropped, figures.Undecrypted, (long)(figures.SendMbps * Mega), (long)(figures.ReceiveMbps * Mega),
        TimeSpan.FromMilliseconds(figures.SendLatencyMilliseconds), TimeSpan.FromMilliseconds(figures.ReceiveLatencyMilliseconds),
        TimeSpan.FromMilliseconds(figures.SendBufferMilliseconds), TimeSpan.FromMilliseconds(figures.ReceiveBufferMilliseconds),
        figures.PacketsReceived + figures.AcknowledgementsReceived + figures.LossReportsReceived);
}
