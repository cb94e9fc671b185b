using Headrace.Endpoints.Forwarding;
using Headrace.Protocols.Rtmp.Client;
using Headrace.Streaming.Forwarding;

namespace Headrace.Endpoints.Rtmp.Push;

/// <summary>Other RTMP servers: <c>rtmp://</c> and <c>rtmps://</c>.</summary>
internal sealed class RtmpForwardScheme : IForwardScheme
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["rtmp", "rtmps"];

    /// <inheritdoc/>
    public string Form => "rtmp://HOST/APPLICATION/KEY, rtmps://HOST/APPLICATION/KEY";

    /// <inheritdoc/>
    public string? WhyNot(ForwardUrl url) => RtmpLocation.TryParse(url.Text, out _) ? null : "it names no application: rtmp://HOST/APPLICATION/KEY";

    /// <inheritdoc/>
    public IForwardTarget Create(ForwardUrl url, ForwardContext context) =>
        RtmpLocation.TryParse(url.Text, out RtmpLocation? location) ? new RtmpForwardTarget(location, context) : throw new ArgumentException("It is no URL of RTMP.", nameof(url));
}
