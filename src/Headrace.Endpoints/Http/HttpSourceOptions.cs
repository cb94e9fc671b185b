using System.Net;
using Headrace.Transport.Client;

namespace Headrace.Endpoints.Http;

/// <summary>What is fetched over HTTP as one stream of bytes, and how.</summary>
public sealed record HttpSourceOptions
{
    /// <summary>Name of the stream that is published.</summary>
    public required string Stream { get; init; }

    /// <summary>Which of the stream's inputs it is, by its label.</summary>
    public string? Input { get; init; }

    /// <summary>Where it comes from.</summary>
    public required HttpLocation Location { get; init; }

    /// <summary>Whose certificate is believed, for <c>https</c>.</summary>
    public ServerTrust Trust { get; init; } = ServerTrust.Authorities;

    /// <summary>Whether an address may be connected to, asked for every connection with what the name was resolved to; null for all.</summary>
    public Func<IPAddress, bool>? Allows { get; init; }

    /// <summary>How long nothing that can be used may come of what is live.</summary>
    public TimeSpan MediaTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
