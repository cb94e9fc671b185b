using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Headrace.Endpoints.HttpLive;
using Headrace.Endpoints.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Tests.HttpLive;

/// <summary>The endpoint behind a Kestrel of plain HTTP/1.1, and one of TLS with HTTP/1.1 and HTTP/2, over the streams of a test server.</summary>
internal sealed class LiveHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpLiveEndpoint _live;
    private readonly X509Certificate2 _certificate;
    private int _running;

    private LiveHost(WebApplication app, HttpLiveEndpoint live, X509Certificate2 certificate)
    {
        (_app, _live, _certificate) = (app, live, certificate);
        SslClientAuthenticationOptions tls = new() { RemoteCertificateValidationCallback = IsOwn, EnabledSslProtocols = SslProtocols.None };
        Client = new HttpClient(new SocketsHttpHandler { SslOptions = tls }) { Timeout = TimeSpan.FromSeconds(30) };
    }

    public Uri Plain { get; private set; } = null!;

    public Uri Secure { get; private set; } = null!;

    /// <summary>The value of <c>Access-Control-Allow-Origin</c> that stands before the endpoint is asked; empty for none.</summary>
    public string AllowOrigin { get; set; } = "*";

    /// <summary>Requests being answered.</summary>
    public int Running => Volatile.Read(ref _running);

    public HttpClient Client { get; }

    /// <summary>Knows the certificate of this host.</summary>
    public RemoteCertificateValidationCallback IsOwn => (_, certificate, _, _) => certificate is not null && certificate.GetRawCertData().AsSpan().SequenceEqual(_certificate.RawData);

    public static async Task<LiveHost> StartAsync(TestServer server, HttpLiveOptions? options = null)
    {
        X509Certificate2 certificate = Certificate();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificate);
            });
        });
        HttpLiveEndpoint live = new(options ?? new HttpLiveOptions(), server.Streams, server.Sessions, server.Pumps, server.Time, server.Log);
        LiveHost host = new(builder.Build(), live, certificate);
        host._app.Run(host.AnswerAsync);
        await host._app.StartAsync();
        Uri[] addresses = [.. host._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address))];
        host.Plain = addresses.Single(address => address.Scheme == "http");
        host.Secure = addresses.Single(address => address.Scheme == "https");
        return host;
    }

    /// <summary>Asks for a path; gives the answer once its head is here.</summary>
    public async Task<HttpResponseMessage> AskAsync(string path, HttpMethod? method = null, bool isSecure = false, Version? version = null)
    {
        using HttpRequestMessage request = new(method ?? HttpMethod.Get, new Uri(isSecure ? Secure : Plain, path))
        {
            Version = version ?? HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _running);
        try
        {
            if (AllowOrigin.Length > 0) context.Response.Headers.AccessControlAllowOrigin = AllowOrigin;
            if (!await _live.TryHandleAsync(context)) context.Response.StatusCode = StatusCodes.Status418ImATeapot;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private static X509Certificate2 Certificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
