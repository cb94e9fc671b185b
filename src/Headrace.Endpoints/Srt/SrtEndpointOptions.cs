using System.Net;
using Headrace.Streaming.Access;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Srt;

/// <summary>How SRT is served.</summary>
public sealed record SrtEndpointOptions
{
    /// <summary>Where to listen.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.IPv6Any, 8890);

    /// <summary>Least time between sending and playing a packet; callers may ask for more.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>What one connection sends at most, in bits a second, retransmissions included; 0: no limit.</summary>
    public long MaxBandwidth { get; init; } = 50_000_000;

    /// <summary>How long a viewer waits for the first media of who publishes; for him to come, <see cref="StreamOptions.WaitForStream"/>.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A publisher that sends nothing that can be used for this long ends.</summary>
    public TimeSpan MediaTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who may publish and view; null: everybody.</summary>
    public AccessGate? Access { get; init; }
}
