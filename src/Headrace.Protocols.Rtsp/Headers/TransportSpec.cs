namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>One alternative of a Transport header (RFC 2326, 12.39). A parameter that was not given is null.</summary>
public sealed record TransportSpec
{
    /// <summary>The RTP profile; AVP unless another is said.</summary>
    public RtpProfile Profile { get; init; }

    /// <summary>UDP unless TCP is said.</summary>
    public LowerTransport Lower { get; init; }

    /// <summary>Multicast is the default for UDP in RFC 2326; every client says what it wants, and silence means unicast here.</summary>
    public bool IsMulticast { get; init; }

    /// <summary>The channels within the connection.</summary>
    public ChannelPair? Interleaved { get; init; }

    /// <summary>The client's unicast ports.</summary>
    public PortPair? ClientPorts { get; init; }

    /// <summary>The server's unicast ports.</summary>
    public PortPair? ServerPorts { get; init; }

    /// <summary>The ports of a multicast group.</summary>
    public PortPair? GroupPorts { get; init; }

    /// <summary>Where the packets go to; the group in multicast.</summary>
    public string? Destination { get; init; }

    /// <summary>Where the packets come from.</summary>
    public string? Source { get; init; }

    /// <summary>Time to live of multicast packets.</summary>
    public byte? TimeToLive { get; init; }

    /// <summary>The RTP sender's synchronisation source.</summary>
    public uint? Ssrc { get; init; }

    /// <summary>The direction; clients that play mostly leave it out.</summary>
    public TransportMode? Mode { get; init; }

    /// <summary>The alternative as it stands in the header.</summary>
    public override string ToString() => TransportSpecFormat.Write(this);
}
