using System.Net;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Transport.Client;

namespace Headrace.Endpoints.Rtmp.Pull;

/// <summary>What is fetched over RTMP, and how.</summary>
public sealed record RtmpSourceOptions
{
    /// <summary>Name of the stream that is published.</summary>
    public required string Stream { get; init; }

    /// <summary>Which of the stream's inputs it is, by its label.</summary>
    public string? Input { get; init; }

    /// <summary>Where it comes from.</summary>
    public required RtmpLocation Location { get; init; }

    /// <summary>Whose certificate is believed, for <c>rtmps</c>.</summary>
    public ServerTrust Trust { get; init; } = ServerTrust.Authorities;

    /// <summary>Whether an address may be connected to, asked at every connect with what the name was resolved to; null for all.</summary>
    public Func<IPAddress, bool>? Allows { get; init; }

    /// <summary>How long a connection may take to come about, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long media may stay away.</summary>
    public TimeSpan MediaTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
