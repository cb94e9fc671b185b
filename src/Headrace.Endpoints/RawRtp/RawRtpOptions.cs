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

    /// <summary>Who may publish; null for anybody, where we ask for it ourselves.</summary>
    public AccessGate? Access { get; init; }

    /// <summary>Which of the stream's inputs it is, by its label; null for publishers of their own accord.</summary>
    public string? Input { get; init; }

    /// <summary>What can change while it runs.</summary>
    public RawRtpSettings Settings { get; init; } = new();
}
