using Headrace.Endpoints.Forwarding;
using Headrace.Protocols.Srt;
using Headrace.Streaming.Forwarding;

namespace Headrace.Endpoints.Srt.Push;

/// <summary>MPEG-TS over SRT: <c>srt://</c>.</summary>
internal sealed class SrtForwardScheme : IForwardScheme
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["srt"];

    /// <inheritdoc/>
    public string Form => "srt://HOST:PORT?streamid=ID";

    /// <inheritdoc/>
    public string? WhyNot(ForwardUrl url) => SrtLocation.TryParse(url.Text, out _, out string? fault) ? null : fault;

    /// <inheritdoc/>
    public IForwardTarget Create(ForwardUrl url, ForwardContext context) =>
        SrtLocation.TryParse(url.Text, out SrtLocation? location, out string? fault) ? new SrtForwardTarget(location, context) : throw new ArgumentException(fault, nameof(url));
}
