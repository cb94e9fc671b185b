using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>rtsp</c>.</summary>
internal sealed record RtspOptions
{
    /// <summary>Where RTSP over TCP listens; null switches it off.</summary>
    public ListenAddress? Listen { get; init; } = ListenAddress.Any(8554);

    /// <summary>Where RTSPS listens when there is a certificate; null switches it off.</summary>
    public ListenAddress? TlsListen { get; init; } = ListenAddress.Any(8322);
}
