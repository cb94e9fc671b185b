using System.Net;
using Headrace.Protocols.Srt;

namespace Headrace.Endpoints.Srt.Pull;

/// <summary>What is fetched over SRT, and how.</summary>
public sealed record SrtSourceOptions
{
    /// <summary>Name of the stream that is published.</summary>
    public required string Stream { get; init; }

    /// <summary>Which of the stream's inputs it is, by its label.</summary>
    public string? Input { get; init; }

    /// <summary>Where it comes from.</summary>
    public required SrtLocation Location { get; init; }

    /// <summary>Least time between sending and playing a packet, where the location does not say.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>Whether an address may be connected to, or may connect, asked with what a name was resolved to; null for all.</summary>
    public Func<IPAddress, bool>? Allows { get; init; }

    /// <summary>How long the other side may take to answer.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long nothing that can be used may come.</summary>
    public TimeSpan MediaTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
