namespace Headrace.Protocols.Rtsp.Client;

/// <summary>How a client session behaves.</summary>
public sealed record RtspClientOptions
{
    /// <summary>How long a request may stay unanswered.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest time between two signs of life, whatever the server's time-out is.</summary>
    public TimeSpan MaxKeepAliveInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What the client says it is.</summary>
    public string UserAgent { get; init; } = "Headrace";

    /// <summary>Random hexadecimal digits, for digests.</summary>
    public required string ClientNonce { get; init; }
}
