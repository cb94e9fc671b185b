using System.Net;
using Headrace.Endpoints.Hls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Tests.Hosting;

/// <summary>The HLS endpoint behind a Kestrel on a port of the system's choice, over the streams of a test server.</summary>
internal sealed class HlsHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HlsEndpoint _hls;
    private int _running;

    private HlsHost(WebApplication app, HlsEndpoint hls)
    {
        _app = app;
        _hls = hls;
    }

    /// <summary>A client that follows no redirects and unpacks nothing.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Requests being answered.</summary>
    public int Running => Volatile.Read(ref _running);

    public static async Task<HlsHost> StartAsync(TestServer server, HlsEndpointOptions? options = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerFactory>(server.Log);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        HlsEndpoint hls = new(options ?? new HlsEndpointOptions(), server.Streams, server.Sessions, server.Time, server.Log);
        HlsHost host = new(builder.Build(), hls);
        host._app.Run(host.AnswerAsync);
        await host._app.StartAsync();
        string address = host._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        host.Client.BaseAddress = new Uri(address);
        return host;
    }

    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellation = default) => SendAsync(HttpMethod.Get, path, cancellation: cancellation);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? acceptEncoding = null, CancellationToken cancellation = default)
    {
        using HttpRequestMessage request = new(method, path);
        if (acceptEncoding is not null) request.Headers.TryAddWithoutValidation("Accept-Encoding", acceptEncoding);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
    }

    public async Task<string> GetTextAsync(string path)
    {
        using HttpResponseMessage response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<HttpStatusCode> StatusOfAsync(string path)
    {
        using HttpResponseMessage response = await GetAsync(path);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _hls.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _running);
        try
        {
            if (!await _hls.TryHandleAsync(context)) context.Response.StatusCode = StatusCodes.Status418ImATeapot;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
