using Headrace.Protocols.Rtsp.Headers;

namespace Headrace.Protocols.Rtsp.Server;

/// <summary>Chooses among a client's alternatives.</summary>
internal static class TransportChoice
{
    /// <summary>The first alternative, in the client's order, that is offered; null if none is.</summary>
    public static TransportSpec? Choose(TransportHeader header, RtspTransports offered)
    {
        foreach (TransportSpec spec in header.Alternatives)
        {
            if (spec.Profile == RtpProfile.Avp && (offered & KindOf(spec)) != 0 && IsComplete(spec)) return spec;
        }

        return null;
    }

    private static RtspTransports KindOf(TransportSpec spec) =>
        spec.Lower == LowerTransport.Tcp ? RtspTransports.Tcp : spec.IsMulticast ? RtspTransports.Multicast : RtspTransports.Udp;

    private static bool IsComplete(TransportSpec spec) => KindOf(spec) != RtspTransports.Udp || spec.ClientPorts is not null;
}
