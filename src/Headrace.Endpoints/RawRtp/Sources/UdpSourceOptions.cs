using System.Net;

namespace Headrace.Endpoints.RawRtp.Sources;

/// <summary>What is received over UDP for a stream, and how.</summary>
public sealed record UdpSourceOptions
{
    /// <summary>Name of the stream that is published.</summary>
    public required string Stream { get; init; }

    /// <summary>Which of the stream's inputs it is, by its label.</summary>
    public required string Input { get; init; }

    /// <summary>Where it is received.</summary>
    public required UdpLocation Location { get; init; }

    /// <summary>A session description of what comes, as text that can be read; null where that is found out.</summary>
    public string? Sdp { get; init; }

    /// <summary>Whether a group, or the sender that a group is asked for, may be listened to; null for all.</summary>
    public Func<IPAddress, bool>? Allows { get; init; }

    /// <summary>How long media may stay away before that is a fault. It is waited for all the same.</summary>
    public TimeSpan MediaTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
