using Headrace.Streaming.Access;

namespace Headrace.Endpoints.HttpLive;

/// <summary>How streams are sent over HTTP without end.</summary>
public sealed record HttpLiveOptions
{
    /// <summary>How long a request waits for a stream that is coming up.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Who may view; null: everybody.</summary>
    public AccessGate? Access { get; init; }
}
