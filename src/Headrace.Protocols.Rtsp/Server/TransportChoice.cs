using System.Collections.Immutable;
using Headrace.Protocols.Rtsp.Headers;

namespace Headrace.Protocols.Rtsp.Server;

/// <summary>Chooses among a client's alternatives.</summary>
internal static class TransportChoice
{
    /// <summary>The alternative of the kind that the server prefers; else the first one, in the client's order, that is offered. Null if none is.</summary>
    public static TransportSpec? Choose(TransportHeader header, RtspTransports offered, ImmutableArray<RtspTransports> preference)
    {
        foreach (RtspTransports kind in preference)
        {
            if (Choose(header, offered & kind) is { } preferred) return preferred;
        }

        return Choose(header, offered);
    }

    /// <summary>The kind of a transport.</summary>
    public static RtspTransports KindOf(TransportSpec spec) =>
        spec.Lower == LowerTransport.Tcp ? RtspTransports.Tcp : spec.IsMulticast ? RtspTransports.Multicast : RtspTransports.Udp;

    private static TransportSpec? Choose(TransportHeader header, RtspTransports offered)
    {
        foreach (TransportSpec spec in header.Alternatives)
        {
            if (spec.Profile == RtpProfile.Avp && (offered & KindOf(spec)) != 0 && IsComplete(spec)) return spec;
        }

        return null;
    }

    private static bool IsComplete(TransportSpec spec) => KindOf(spec) != RtspTransports.Udp || spec.ClientPorts is not null;
}
