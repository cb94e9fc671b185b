using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>rtsp</c>.</summary>
internal sealed record RtspOptions
{
    /// <summary>Where RTSP over TCP listens; null switches it off.</summary>
    public ListenAddress? Listen { get; init; } = ListenAddress.Any(8554);
}
