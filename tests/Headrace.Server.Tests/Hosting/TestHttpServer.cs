using System.Net;
using Headrace.Server.Api;
using Headrace.Server.Auth;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Values;
using Headrace.Server.Hosting;
using Headrace.Server.Pages;
using Headrace.Streaming.Access;
using Headrace.TestKit;
using Headrace.Transport.Tcp;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Server.Tests.Hosting;

/// <summary>The HTTP side on a port of the system's choice, with routes of the test's choice.</summary>
internal sealed class TestHttpServer : IAsyncDisposable
{
    private readonly HttpServer _server;

    private TestHttpServer(HttpServer server, IPEndPoint endPoint, AccessToken token, RecordingLoggers loggers)
    {
        _server = server;
        EndPoint = endPoint;
        Token = token;
        Loggers = loggers;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://{endPoint}") };
    }

    internal IPEndPoint EndPoint { get; }

    internal AccessToken Token { get; }

    internal HttpClient Client { get; }

    internal RecordingLoggers Loggers { get; }

    internal static async Task<TestHttpServer> StartAsync(
        IReadOnlyList<IApiRoutes> routes, Func<HttpContext, Task<bool>>? media = null, SitePages? pages = null, VirtualTime? clock = null, ConnectionLimits? limits = null,
        Func<HttpContext, string, Task<bool>>? mayRead = null)
    {
        AccessToken token = AccessToken.Create();
        RecordingLoggers loggers = new();
        HttpServerParts parts = new()
        {
            Access = new ApiAccess(new AccessGate(AccessRules.Open, text => token.Matches(text), TimeProvider.System, loggers.CreateLogger("Headrace.Access"))),
            Admission = new ConnectionAdmission(limits ?? new ConnectionLimits(0, 0, 0), TimeProvider.System),
            Routes = routes,
            TryServeMediaAsync = media ?? (_ => Task.FromResult(false)),
            Pages = pages ?? new SitePages([]),
            MayReadAsync = mayRead ?? ((_, _) => Task.FromResult(true)),
            Loggers = loggers,
            Clock = clock ?? TimeProvider.System,
            StopTimeout = TimeSpan.FromSeconds(5),
            Stopping = CancellationToken.None,
        };
        using HttpSockets sockets = HttpSockets.Open(new HttpOptions { Listen = [new ListenAddress(IPAddress.Loopback, 0)] }, new HashSet<string> { "http.listen" }, new ProtocolTable(), NullLogger.Instance);
        IPEndPoint endPoint = sockets.EndPoints[0];
        return new TestHttpServer(await HttpServer.StartAsync(sockets, parts, new LimitOptions(), TestContext.Current.CancellationToken), endPoint, token, loggers);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
