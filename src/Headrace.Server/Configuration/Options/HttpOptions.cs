using System.Collections.Immutable;
using Headrace.Server.Configuration.Values;
using Headrace.Streaming.Access;

namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>http</c>.</summary>
internal sealed record HttpOptions
{
    /// <summary>Where HTTP listens; each address serves everything. Empty: nowhere.</summary>
    public ImmutableArray<ListenAddress> Listen { get; init; } = [ListenAddress.Any(8080)];

    /// <summary>Origins whose pages may read media.</summary>
    public ImmutableArray<string> Cors { get; init; } = [CorsOrigins.Any];

    /// <summary>Proxies whose <c>X-Forwarded-For</c> says who asks.</summary>
    public ImmutableArray<NetworkSet> TrustedProxies { get; init; } = [];

    /// <summary>Section <c>http.tls</c>.</summary>
    public HttpTlsOptions Tls { get; init; } = new();
}
