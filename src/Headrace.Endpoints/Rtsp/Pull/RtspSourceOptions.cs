using System.Net;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Transport.Client;

namespace Headrace.Endpoints.Rtsp.Pull;

/// <summary>What is pulled over RTSP, and how.</summary>
public sealed record RtspSourceOptions
{
    /// <summary>Name of the stream that is published.</summary>
    public required string Stream { get; init; }

    /// <summary>Which of the stream's inputs it is, by its label; null to publish as any publisher does.</summary>
    public string? Input { get; init; }

    /// <summary>Where it comes from.</summary>
    public required RtspLocation Location { get; init; }

    /// <summary>How the media shall come.</summary>
    public RtspSourceTransport Transport { get; init; }

    /// <summary>Whose certificate is believed, for <c>rtsps</c>.</summary>
    public ServerTrust Trust { get; init; } = ServerTrust.Authorities;

    /// <summary>Whether an address may be connected to, asked at every connect with what the name was resolved to; null for all.</summary>
    public Func<IPAddress, bool>? Allows { get; init; }

    /// <summary>How long a connection may take to come about, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request may stay unanswered.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long <see cref="RtspSourceTransport.Automatic"/> waits for media over UDP before it takes TCP.</summary>
    public TimeSpan UdpPatience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long media may stay away from a session that plays.</summary>
    public TimeSpan MediaTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
