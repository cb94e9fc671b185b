using Headrace.Endpoints.Forwarding;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Streaming.Forwarding;

namespace Headrace.Endpoints.Rtsp.Push;

/// <summary>Other RTSP servers: <c>rtsp://</c> and <c>rtsps://</c>.</summary>
internal sealed class RtspForwardScheme : IForwardScheme
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["rtsp", "rtsps"];

    /// <inheritdoc/>
    public string Form => "rtsp://HOST/PATH, rtsps://HOST/PATH";

    /// <inheritdoc/>
    public string? WhyNot(ForwardUrl url) => RtspLocation.TryParse(url.Text, out _) ? null : "it is no URL of RTSP";

    /// <inheritdoc/>
    public IForwardTarget Create(ForwardUrl url, ForwardContext context) =>
        RtspLocation.TryParse(url.Text, out RtspLocation? location) ? new RtspPushTarget(location, context) : throw new ArgumentException("It is no URL of RTSP.", nameof(url));
}
