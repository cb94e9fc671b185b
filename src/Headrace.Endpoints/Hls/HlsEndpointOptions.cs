using Headrace.Streaming.Access;

namespace Headrace.Endpoints.Hls;

/// <summary>How HLS is served.</summary>
public sealed record HlsEndpointOptions
{
    /// <summary>How long a request waits for a stream that is coming up.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Value of <c>Access-Control-Allow-Origin</c>; empty for none.</summary>
    public string AllowOrigin { get; init; } = "*";

    /// <summary>Who may view; null: everybody.</summary>
    public AccessGate? Access { get; init; }
}
