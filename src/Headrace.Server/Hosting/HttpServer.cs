using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Headrace.Server.Api;
using Headrace.Server.Api.Seed;
using Headrace.Server.Auth;
using Headrace.Server.Configuration.Options;
using Headrace.Streaming.Access;
using Headrace.Transport.Tcp;
using Headrace.Transport.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Headrace.Server.Hosting;

/// <summary>The HTTP side of the server: the API behind its access rule, what serves media, and the pages.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    /// <summary>Most bytes of a request's body: the API takes small documents only.</summary>
    private const long MaxBodyBytes = 1024 * 1024;

    /// <summary>Most bytes of an answer that wait for a connection to take them: a segment goes in pieces of so many.</summary>
    private const int MaxWaitingBytes = 256 * 1024;

    private const int Backlog = 1024;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(65);
    private static readonly PathString ApiPath = "/api";

    private readonly WebApplication _app;

    private readonly KestrelServerLimits? _limits;

    private HttpServer(WebApplication app) => (_app, _limits) = (app, app.Services.GetService<IOptions<KestrelServerOptions>>()?.Value.Limits);

    /// <summary>The routes.</summary>
    internal IEnumerable<Endpoint> Endpoints => ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints);

    /// <summary>Makes new limits hold, for connections and requests that begin from now on.</summary>
    internal void Apply(LimitOptions limits)
    {
        if (_limits is not null) _limits.RequestHeadersTimeout = limits.IdleTimeout;
    }

    /// <summary>Starts to serve on <paramref name="sockets"/>.</summary>
    internal static async Task<HttpServer> StartAsync(HttpSockets sockets, HttpServerParts parts, LimitOptions limits, CancellationToken cancellation)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "headrace" });
        builder.Services.AddSingleton(parts.Loggers);
        builder.Services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = parts.StopTimeout);
        builder.Services.AddRoutingCore();
        if (sockets.EndPoints.IsEmpty && sockets.SecureEndPoints.IsEmpty) builder.Services.AddSingleton<IServer, OfflineServer>();
        else UseKestrel(builder, sockets, parts, limits);
        WebApplication app = builder.Build();
        Map(app, parts);
        await app.StartAsync(cancellation).ConfigureAwait(false);
        ILogger logger = parts.Loggers.CreateLogger("Headrace.Http");
        foreach (IPEndPoint endPoint in sockets.EndPoints) ServerLog.Listens(logger, "HTTP", endPoint);
        foreach (IPEndPoint endPoint in sockets.SecureEndPoints) ServerLog.Listens(logger, "HTTPS", endPoint);
        return new HttpServer(app);
    }

    /// <summary>Stops: no new connections; requests that run may end until the time-out, then they are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static void UseKestrel(WebApplicationBuilder builder, HttpSockets sockets, HttpServerParts parts, LimitOptions limits)
    {
        KestrelServerLimits? now = null;
        ConnectionGate gate = new(parts.Admission, () => now!.RequestHeadersTimeout, parts.Clock, parts.Loggers.CreateLogger("Headrace.Http"));
        builder.WebHost.UseKestrelCore();
        if (parts.Certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseSockets(transport =>
        {
            transport.Backlog = Backlog;
            transport.UnsafePreferInlineScheduling = true;
            transport.MaxWriteBufferSize = MaxWaitingBytes;
            transport.CreateBoundListenSocket = sockets.Take;
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            now = kestrel.Limits;
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.RequestHeadersTimeout = limits.IdleTimeout;
            kestrel.Limits.KeepAliveTimeout = KeepAlive;
            foreach (IPEndPoint endPoint in sockets.EndPoints) kestrel.Listen(endPoint, listen => Configure(listen, gate));
            foreach (IPEndPoint endPoint in sockets.SecureEndPoints) kestrel.Listen(endPoint, listen => ConfigureSecure(listen, gate, parts.Certificate!));
        });
    }

    private static void Configure(ListenOptions listen, ConnectionGate gate)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => connection => gate.RunAsync(connection, next, isTls: false));
    }

    private static void ConfigureSecure(ListenOptions listen, ConnectionGate gate, Func<SslStreamCertificateContext?> certificate)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.Use(next => connection => gate.RunAsync(connection, next, isTls: true));
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = TlsServer.HandshakeTimeout,
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificate() ?? throw new AuthenticationException("There is no certificate."),
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            }),
        });
    }

    private static void Map(WebApplication app, HttpServerParts parts)
    {
        ILogger logger = parts.Loggers.CreateLogger("Headrace.Http");
        ErrorBoundary errors = new(logger);
        ApiGuard guard = new([(ApiPath, AccessAction.Api), (SeedError.Root, AccessAction.Api), ("/metrics", AccessAction.Metrics)], parts.Access, parts.Clock, logger);
        app.Use(next => context => next(WithPlainPeer(context, parts)));
        app.Use(next => context => errors.InvokeAsync(context, next));
        app.Use(next => context => parts.IsStopping ? UnavailableAsync(context) : next(context));
        app.Use(next => context => guard.InvokeAsync(context, next));
        app.Use(next => context => context.Request.Path.StartsWithSegments(ApiPath) ? next(context) : ServeMediaAsync(context, next, parts));
        app.UseRouting();
        app.Use(next => context => context.GetEndpoint() is null ? ServePageAsync(context, next, parts) : RunOnPoolAsync(context, next));
        foreach (IApiRoutes routes in parts.Routes) routes.Map(app);
    }

    /// <summary>Media goes before all that looks at routes: it is what most requests ask for.</summary>
    private static async Task ServeMediaAsync(HttpContext context, RequestDelegate next, HttpServerParts parts)
    {
        if (!await parts.TryServeMediaAsync(context).ConfigureAwait(false)) await next(context).ConfigureAwait(false);
    }

    private static async Task ServePageAsync(HttpContext context, RequestDelegate next, HttpServerParts parts)
    {
        if (context.Request.Path.StartsWithSegments(ApiPath) || !await parts.Pages.TrySendAsync(context, parts.MayReadAsync).ConfigureAwait(false)) await next(context).ConfigureAwait(false);
    }

    /// <summary>The API may look into databases: not on a thread that waits for sockets (<see cref="InlineSockets"/>).</summary>
    private static async Task RunOnPoolAsync(HttpContext context, RequestDelegate next)
    {
        await Task.Yield();
        await next(context).ConfigureAwait(false);
    }

    private static HttpContext WithPlainPeer(HttpContext context, HttpServerParts parts)
    {
        if (context.Connection.RemoteIpAddress is { } peer) context.Connection.RemoteIpAddress = ForwardedPeer.Of(PeerAddress.Unmap(peer), context.Request.Headers, parts.Proxies());
        return context;
    }

    private static Task UnavailableAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    /// <summary>Signals concern the process, not its HTTP side.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
