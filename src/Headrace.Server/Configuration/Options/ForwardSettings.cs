using Headrace.Endpoints.Forwarding;
using Headrace.Manifests.Hls;
using Headrace.Transport.Client;

namespace Headrace.Server.Configuration.Options;

/// <summary>Where a stream is sent of our own accord.</summary>
internal sealed record ForwardSettings
{
    /// <summary>The targets.</summary>
    public ValueList<ForwardUrl> Targets { get; init; }

    /// <summary>Whose certificate is believed over TLS.</summary>
    public ServerTrust Trust { get; init; } = ServerTrust.Authorities;

    /// <summary>Where they may be; it follows from who named them.</summary>
    public SourceReach Reach { get; init; }
}
