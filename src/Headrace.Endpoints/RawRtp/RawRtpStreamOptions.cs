using System.Net;

namespace Headrace.Endpoints.RawRtp;

/// <summary>A sender that is known: which stream it publishes, and what it sends.</summary>
public sealed record RawRtpStreamOptions
{
    /// <summary>The stream's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its synchronisation source; null for any.</summary>
    public uint? Ssrc { get; init; }

    /// <summary>Where it sends from; null for anywhere.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>A session description of what it sends, as text that can be read; null where that is found out.</summary>
    public string? Sdp { get; init; }
}
