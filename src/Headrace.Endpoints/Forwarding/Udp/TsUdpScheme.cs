using Headrace.Streaming.Forwarding;

namespace Headrace.Endpoints.Forwarding.Udp;

/// <summary>MPEG-TS in datagrams: <c>udp+mpegts://</c>.</summary>
internal sealed class TsUdpScheme : IForwardScheme
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["udp+mpegts"];

    /// <inheritdoc/>
    public string Form => "udp+mpegts://HOST:PORT";

    /// <inheritdoc/>
    public string? WhyNot(ForwardUrl url) => UdpTargetOptions.TryRead(url, isRtp: false, out _, out string? fault) ? null : fault;

    /// <inheritdoc/>
    public IForwardTarget Create(ForwardUrl url, ForwardContext context) =>
        UdpTargetOptions.TryRead(url, isRtp: false, out UdpTargetOptions? options, out string? fault) ? new TsUdpTarget(url, options, context) : throw new ArgumentException(fault, nameof(url));
}
