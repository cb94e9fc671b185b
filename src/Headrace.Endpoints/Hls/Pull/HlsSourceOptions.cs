using System.Net;
using Headrace.Endpoints.Http;
using Headrace.Transport.Client;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>What is fetched over HLS, and how.</summary>
public sealed record HlsSourceOptions
{
    /// <summary>Name of the stream that is published.</summary>
    public required string Stream { get; init; }

    /// <summary>Which of the stream's inputs it is, by its label; null to publish as any publisher does.</summary>
    public string? Input { get; init; }

    /// <summary>Where the playlist is, of either kind.</summary>
    public required HttpLocation Location { get; init; }

    /// <summary>Whose certificate is believed, for <c>https</c>.</summary>
    public ServerTrust Trust { get; init; } = ServerTrust.Authorities;

    /// <summary>Whether an address may be connected to, asked for every connection; null for all.</summary>
    public Func<IPAddress, bool>? Allows { get; init; }

    /// <summary>How long no media may be published though nothing waits for its time, whatever the playlists say.</summary>
    public TimeSpan MediaTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
