using System.Runtime.InteropServices;

namespace Headrace.Transport.Srt;

/// <summary>The beginning of <c>CBytePerfMon</c>, as far as it is read; later versions append to it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SrtPerformance
{
    /// <summary>Bytes that are given to the library for it: more than any version writes.</summary>
    public const int Capacity = 1024;

    public long Milliseconds;
    public long PacketsSent;
    public long PacketsReceived;
    public int SendLost;
    public int ReceiveLost;
    public int Retransmitted;
    public int AcknowledgementsSent;
    public int AcknowledgementsReceived;
    public int LossReportsSent;
    public int LossReportsReceived;
    public long SendMicroseconds;
    public int SendDropped;
    public int ReceiveDropped;
    public int Undecrypted;
    public ulong BytesSent;
    public ulong BytesReceived;
    public ulong BytesLost;
    public ulong BytesRetransmitted;
    public ulong BytesSendDropped;
    public ulong BytesReceiveDropped;
    public ulong BytesUndecrypted;
    public long LocalPacketsSent;
    public long LocalPacketsReceived;
    public int LocalSendLost;
    public int LocalReceiveLost;
    public int LocalRetransmitted;
    public int LocalReceivedAgain;
    public int LocalAcknowledgementsSent;
    public int LocalAcknowledgementsReceived;
    public int LocalLossReportsSent;
    public int LocalLossReportsReceived;
    public double SendMbps;
    public double ReceiveMbps;
    public long LocalSendMicroseconds;
    public int ReorderDistance;
    public double BelatedMilliseconds;
    public long LocalBelated;
    public int LocalSendDropped;
    public int LocalReceiveDropped;
    public int LocalUndecrypted;
    public ulong LocalBytesSent;
    public ulong LocalBytesReceived;
    public ulong LocalBytesLost;
    public ulong LocalBytesRetransmitted;
    public ulong LocalBytesSendDropped;
    public ulong LocalBytesReceiveDropped;
    public ulong LocalBytesUndecrypted;
    public double SendPeriodMicroseconds;
    public int FlowWindow;
    public int CongestionWindow;
    public int InFlight;
    public double RoundTripMilliseconds;
    public double BandwidthMbps;
    public int SendBufferFree;
    public int ReceiveBufferFree;
    public double MaxBandwidthMbps;
    public int SegmentSize;
    public int SendBufferPackets;
    public int SendBufferBytes;
    public int SendBufferMilliseconds;
    public int SendLatencyMilliseconds;
    public int ReceiveBufferPackets;
    public int ReceiveBufferBytes;
    public int ReceiveBufferMilliseconds;
    public int ReceiveLatencyMilliseconds;
}
