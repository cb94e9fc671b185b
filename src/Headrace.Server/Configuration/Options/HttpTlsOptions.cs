using System.Collections.Immutable;
using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>http.tls</c>: the certificate that HTTPS and RTSPS show. Without one, neither listens.</summary>
internal sealed record HttpTlsOptions
{
    /// <summary>PEM file with the certificate and those of the chain; empty for none.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>PEM file with the key; empty when it stands in the same file.</summary>
    public string Key { get; init; } = "";

    /// <summary>Where HTTPS listens.</summary>
    public ImmutableArray<ListenAddress> Listen { get; init; } = [ListenAddress.Any(8443)];

    /// <summary>True when there is a certificate.</summary>
    internal bool IsOn => Certificate.Length > 0;
}
