namespace Headrace.Protocols.Rtp.Packets;

/// <summary>Types of RTCP packets (RFC 3550, 12.1; RFC 4585, 6.1; RFC 3611). Others may occur and are passed over.</summary>
public enum RtcpPacketType : byte
{
    /// <summary>SR.</summary>
    SenderReport = 200,

    /// <summary>RR.</summary>
    ReceiverReport = 201,

    /// <summary>SDES.</summary>
    SourceDescription = 202,

    /// <summary>BYE.</summary>
    Goodbye = 203,

    /// <summary>APP.</summary>
    Application = 204,

    /// <summary>RTPFB: generic NACK, transport-wide congestion control.</summary>
    TransportFeedback = 205,

    /// <summary>PSFB: picture loss, full intra request, REMB.</summary>
    PayloadFeedback = 206,

    /// <summary>XR.</summary>
    ExtendedReport = 207,
}
