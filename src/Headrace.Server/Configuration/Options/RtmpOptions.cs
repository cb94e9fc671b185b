using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>rtmp</c>.</summary>
internal sealed record RtmpOptions
{
    /// <summary>Where RTMP listens; null switches it off.</summary>
    public ListenAddress? Listen { get; init; } = ListenAddress.Any(1935);

    /// <summary>Where RTMPS listens when there is a certificate; null switches it off.</summary>
    public ListenAddress? TlsListen { get; init; } = ListenAddress.Any(1936);

    /// <summary>Whether publishers that show no user when they connect are asked for one, as Flash Media Server does.</summary>
    public bool AsksForUser { get; init; }
}
