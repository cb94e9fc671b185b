using Headrace.Streaming.Forwarding;

namespace Headrace.Endpoints.Forwarding.Udp;

/// <summary>Packets of RTP without signalling: <c>rtp://</c>, <c>udp+rtp://</c>.</summary>
internal sealed class RtpUdpScheme : IForwardScheme
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["rtp", "udp+rtp"];

    /// <inheritdoc/>
    public string Form => "rtp://HOST:PORT";

    /// <inheritdoc/>
    public string? WhyNot(ForwardUrl url) => UdpTargetOptions.TryRead(url, isRtp: true, out _, out string? fault) ? null : fault;

    /// <inheritdoc/>
    public IForwardTarget Create(ForwardUrl url, ForwardContext context)
    {
        if (!UdpTargetOptions.TryRead(url, isRtp: true, out UdpTargetOptions? options, out string? fault)) throw new ArgumentException(fault, nameof(url));
        return options.IsTsInRtp ? new TsUdpTarget(url, options, context) : new RtpUdpTarget(url, options, context);
    }
}
