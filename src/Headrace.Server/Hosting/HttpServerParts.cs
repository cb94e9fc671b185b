using System.Collections.Immutable;
using System.Net.Security;
using Headrace.Server.Api;
using Headrace.Server.Auth;
using Headrace.Server.Pages;
using Headrace.Streaming.Access;
using Headrace.Transport.Tcp;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>What the HTTP side is put together from.</summary>
internal sealed record HttpServerParts
{
    /// <summary>Who may use the API.</summary>
    public required ApiAccess Access { get; init; }

    /// <summary>How many connections there may be.</summary>
    public required ConnectionAdmission Admission { get; init; }

    /// <summary>The API's resources.</summary>
    public required IReadOnlyList<IApiRoutes> Routes { get; init; }

    /// <summary>Answers a request for media; false when it is for something else, and nothing was done.</summary>
    public required Func<HttpContext, Task<bool>> TryServeMediaAsync { get; init; }

    /// <summary>The pages.</summary>
    public required SitePages Pages { get; init; }

    /// <summary>Whether a stream's page may be shown; where it may not, it has answered.</summary>
    public Func<HttpContext, string, Task<bool>> MayReadAsync { get; init; } = (_, _) => Task.FromResult(true);

    /// <summary>Whose <c>X-Forwarded-For</c> says who asks.</summary>
    public Func<ImmutableArray<NetworkSet>> Proxies { get; init; } = () => [];

    /// <summary>The certificate of HTTPS that holds now, or nothing; null without HTTPS.</summary>
    public Func<SslStreamCertificateContext?>? Certificate { get; init; }

    /// <summary>Logs.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>How long requests may still run when the server stops.</summary>
    public required TimeSpan StopTimeout { get; init; }

    /// <summary>Cancelled when the server begins to stop.</summary>
    public required CancellationToken Stopping { get; init; }

    /// <summary>True from the moment on that the server stops.</summary>
    public bool IsStopping => Stopping.IsCancellationRequested;
}
