using System.Collections.Immutable;
using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>http</c>.</summary>
internal sealed record HttpOptions
{
    /// <summary>Where HTTP listens; each address serves everything. Empty: nowhere.</summary>
    public ImmutableArray<ListenAddress> Listen { get; init; } = [ListenAddress.Any(8080)];

    /// <summary>Origins whose pages may read media.</summary>
    public ImmutableArray<string> Cors { get; init; } = [CorsOrigins.Any];
}
