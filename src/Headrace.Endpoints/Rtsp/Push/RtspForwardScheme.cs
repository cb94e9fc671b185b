using System.Diagnostics.CodeAnalysis;
using Headrace.Endpoints.Forwarding;
using Headrace.Protocols.Rtsp.Client;
using Headrace.Streaming.Forwarding;

namespace Headrace.Endpoints.Rtsp.Push;

/// <summary>Other RTSP servers: <c>rtsp://</c> and <c>rtsps://</c>. The parameter <c>transport</c> is ours; all others of the query are the server's.</summary>
internal sealed class RtspForwardScheme : IForwardScheme
{
    private const string Transport = "transport";

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["rtsp", "rtsps"];

    /// <inheritdoc/>
    public string Form => "rtsp://HOST/PATH, rtsps://HOST/PATH";

    /// <inheritdoc/>
    public string? WhyNot(ForwardUrl url) => TryRead(url, out _, out _, out string? fault) ? null : fault;

    /// <inheritdoc/>
    public IForwardTarget Create(ForwardUrl url, ForwardContext context) =>
        TryRead(url, out RtspLocation? location, out RtspClientTransport transport, out string? fault) ? new RtspPushTarget(location, transport, context) : throw new ArgumentException(fault, nameof(url));

    private static bool TryRead(ForwardUrl url, [NotNullWhen(true)] out RtspLocation? location, out RtspClientTransport transport, [NotNullWhen(false)] out string? fault)
    {
        string? word = url.Get(Transport);
        transport = word == "udp" ? RtspClientTransport.Udp : RtspClientTransport.Tcp;
        fault = !RtspLocation.TryParse(WithoutTransport(url.Text), out location) ? "it is no URL of RTSP"
            : word is not (null or "tcp" or "udp") ? $"{Transport} is tcp or udp"
            : transport == RtspClientTransport.Udp && location.IsTls ? $"over TLS media goes within the connection: {Transport}=udp is for rtsp://"
            : null;
        return fault is null;
    }

    private static string WithoutTransport(string text)
    {
        int question = text.IndexOf('?', StringComparison.Ordinal);
        if (question < 0) return text;
        string query = string.Join('&', text[(question + 1)..].Split('&').Where(parameter => parameter.Split('=')[0] != Transport));
        return query.Length == 0 ? text[..question] : $"{text[..question]}?{query}";
    }
}
