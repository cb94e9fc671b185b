using System.Collections.Immutable;
using System.Net;
using Headrace.Streaming.Access;

namespace Headrace.Endpoints.RawRtp;

/// <summary>How media is taken in that comes as RTP without any signalling.</summary>
public sealed record RawRtpOptions
{
    /// <summary>Where RTP is received; RTCP may come there too (RFC 5761).</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>The port for RTCP; 0 lets the system choose.</summary>
    public int RtcpPort { get; init; }

    /// <summary>Who may publish.</summary>
    public required AccessGate Access { get; init; }

    /// <summary>What can change while it runs.</summary>
    public RawRtpSettings Settings { get; init; } = new();
}

/// <summary>What can change while raw RTP is received. Immutable, replaced whole.</summary>
public sealed record RawRtpSettings
{
    /// <summary>Greatest number of publishers; one address may have half of them, but 64 at least.</summary>
    public int MaxSessions { get; init; } = 1000;

    /// <summary>How long media may stay away.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Senders that are known; the one that says most counts where several fit: SSRC, then address.</summary>
    public ImmutableArray<RawRtpStreamOptions> Streams { get; init; } = [];
}
