using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Headrace.Server.Api;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Values;
using Headrace.Server.Hosting;
using Headrace.TestKit;
using Headrace.Transport.Tcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Tests.Hosting;

public sealed class HttpServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, int, string, string> Refused { get; } = new()
    {
        { "GET", "/api/v1/nothing", 404, "not-found", "There is nothing at /api/v1/nothing." },
        { "GET", "/swagger/x", 404, "not-found", "There is nothing at /swagger/x." },
        { "GET", "/a//b", 404, "not-found", "There is nothing at /a//b." },
        { "POST", "/cam1", 404, "not-found", "There is nothing at /cam1." },
        { "POST", "/health", 405, "method-not-allowed", "POST is not possible here." },
        { "GET", "/api/v1/throws", 500, "internal-error", "A fault of the server; its log says more." },
        { "GET", "/api/v1/bad", 418, "invalid-request", "too bad" },
        { "GET", "/api/v1/bare", 409, "invalid-request", "The request cannot be answered as it is." },
    };

    [Theory]
    [InlineData("/health")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task HealthIsOpenToEverybody(string path)
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([new HealthRoutes(TimeProvider.System)]);
        using HttpRequestMessage request = new(HttpMethod.Get, path) { Headers = { Host = "media.example" } };
        request.Headers.Add("X-Forwarded-For", "10.0.0.5");
        using HttpResponseMessage response = await server.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using JsonDocument json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("healthy", json.RootElement.GetProperty("status").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+", json.RootElement.GetProperty("version").GetString());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task RefusalIsAProblem(string method, string path, int status, string name, string detail)
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([new HealthRoutes(TimeProvider.System), new FaultyRoutes()]);
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        using HttpResponseMessage response = await server.Client.SendAsync(request, Cancellation);
        await AssertProblemAsync(response, status, name, detail);
    }

    [Fact]
    public async Task FaultOfAHandlerIsLoggedOnce()
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([new FaultyRoutes()]);
        using HttpResponseMessage response = await server.Client.GetAsync("/api/v1/throws", Cancellation);
        Assert.Equal("Error Headrace.Http GET /api/v1/throws failed a defect", Assert.Single(server.Loggers.Lines, line => line.Contains("defect", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task FaultAfterTheAnswerBeganCutsTheConnection()
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([new FaultyRoutes()]);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => server.Client.GetStringAsync("/api/v1/breaks", Cancellation));
        Assert.Single(server.Loggers.Lines, line => line.Contains("defect", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ApiIsClosedToOthersAndOpensToTheToken()
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([new FaultyRoutes()]);
        using HttpRequestMessage without = new(HttpMethod.Get, "/api/v1/fine") { Headers = { Host = "media.example" } };
        using HttpResponseMessage denied = await server.Client.SendAsync(without, Cancellation);
        await AssertProblemAsync(denied, 401, "access-denied", "Authorization: Bearer TOKEN");
        Assert.Equal("Bearer", denied.Headers.WwwAuthenticate.ToString());
        Assert.Contains(server.Loggers.Lines, line => line.Contains("GET /api/v1/fine refused: 127.0.0.1", StringComparison.Ordinal));

        using HttpRequestMessage with = new(HttpMethod.Get, "/api/v1/fine") { Headers = { Host = "media.example" } };
        with.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Token.Value);
        using HttpResponseMessage allowed = await server.Client.SendAsync(with, Cancellation);
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        Assert.DoesNotContain(server.Loggers.Lines, line => line.Contains(server.Token.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RefusalsAreLoggedOnceASecondWithTheirNumber()
    {
        VirtualTime clock = new();
        clock.Advance(TimeSpan.FromSeconds(1));
        await using TestHttpServer server = await TestHttpServer.StartAsync([], clock: clock);
        for (int i = 0; i < 6; i++)
        {
            if (i == 5) clock.Advance(TimeSpan.FromSeconds(1));
            using HttpRequestMessage request = new(HttpMethod.Get, "/api/v1/fine") { Headers = { Host = "media.example" } };
            using HttpResponseMessage response = await server.Client.SendAsync(request, Cancellation);
        }

        Assert.Equal(["(1 since the last such line)", "(5 since the last such line)"], server.Loggers.Lines.Where(line => line.Contains("refused", StringComparison.Ordinal)).Select(line => line[line.IndexOf('(', StringComparison.Ordinal)..]));
    }

    [Theory]
    [InlineData("/API/v1/fine")]
    [InlineData("/api/v1/fine/")]
    [InlineData("//api/v1/fine")]
    [InlineData("/%61pi/v1/fine")]
    [InlineData("/x/../api/v1/fine")]
    public async Task OtherSpellingsOfThePathDoNotOpenTheApi(string path)
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([new FaultyRoutes()]);
        string answer = await RawAsync(server.EndPoint, $"GET {path} HTTP/1.1\r\nHost: media.example\r\nConnection: close\r\n\r\n");
        Assert.DoesNotContain("200 OK", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MediaGoesBeforePagesAndNeverTouchesTheApi()
    {
        List<string> asked = [];
        await using TestHttpServer server = await TestHttpServer.StartAsync([new FaultyRoutes()], media: async context =>
        {
            asked.Add(context.Request.Path);
            if (!context.Request.Path.Value!.EndsWith(".m3u8", StringComparison.Ordinal)) return false;
            await context.Response.WriteAsync("#EXTM3U", Cancellation);
            return true;
        });
        Assert.Equal("#EXTM3U", await server.Client.GetStringAsync("/cam1/index.m3u8", Cancellation));
        using HttpResponseMessage missing = await server.Client.GetAsync("/api/v1/x.m3u8", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(["/cam1/index.m3u8"], asked);
    }

    [Fact]
    public async Task ConnectionThatSaysNothingIsEndedAfterTheIdleTimeout()
    {
        VirtualTime clock = new();
        await using TestHttpServer server = await TestHttpServer.StartAsync([new HealthRoutes(TimeProvider.System)], clock: clock);
        using TcpClient silent = new();
        await silent.ConnectAsync(server.EndPoint, Cancellation);
        await Eventually.True(() => clock.NextDue is not null, "the connection is timed", cancellation: Cancellation);
        clock.Advance(TimeSpan.FromSeconds(9));
        using TcpClient other = new();
        await other.ConnectAsync(server.EndPoint, Cancellation);
        Assert.Contains("healthy", await RawAsync(server.EndPoint, "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await silent.GetStream().ReadAsync(new byte[1], Cancellation));
    }

    [Fact]
    public async Task ConnectionBeyondTheLimitIsEndedAtOnce()
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([new HealthRoutes(TimeProvider.System)], limits: new ConnectionLimits(1, 0, 0));
        using TcpClient first = new();
        await first.ConnectAsync(server.EndPoint, Cancellation);
        await first.GetStream().WriteAsync("GET /health HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), Cancellation);
        Assert.NotEqual(0, await first.GetStream().ReadAsync(new byte[1], Cancellation));
        Assert.Equal("", await RawAsync(server.EndPoint, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    [Fact]
    public async Task ConnectionThatSaysNothingMakesRoomForANewOne()
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([new HealthRoutes(TimeProvider.System)], limits: new ConnectionLimits(1, 0, 0));
        using TcpClient silent = new();
        await silent.ConnectAsync(server.EndPoint, Cancellation);
        await Eventually.True(
            async () => (await RawAsync(server.EndPoint, "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).Contains("healthy", StringComparison.Ordinal), "the new one is answered", cancellation: Cancellation);
    }

    [Fact]
    public async Task AddressThatIsTakenIsLeftOutUnlessTheUserChoseIt()
    {
        await using TestHttpServer server = await TestHttpServer.StartAsync([]);
        ListenAddress taken = new(server.EndPoint.Address, server.EndPoint.Port);
        using RecordingLoggers loggers = new();
        using HttpSockets sockets = HttpSockets.Open(new HttpOptions { Listen = [taken, new ListenAddress(IPAddress.Loopback, 0)] }, new HashSet<string>(), new ProtocolTable(), loggers.CreateLogger("Headrace"));
        Assert.Single(sockets.EndPoints);
        Assert.Equal($"Warning Headrace HTTP is off: {taken} is already in use by another program (ss -lntup shows which); set http.listen to choose another address", Assert.Single(loggers.Lines));
        StartException e = Assert.Throws<StartException>(() => HttpSockets.Open(new HttpOptions { Listen = [taken] }, new HashSet<string> { "http.listen" }, new ProtocolTable(), loggers.CreateLogger("Headrace")));
        Assert.Equal($"HTTP cannot start: {taken} is already in use by another program (ss -lntup shows which); set http.listen to choose another address", e.Message);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, int status, string name, string detail)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        using JsonDocument json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(["type", "title", "status", "detail"], json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal($"/problems/{name}", json.RootElement.GetProperty("type").GetString());
        Assert.Equal(status, json.RootElement.GetProperty("status").GetInt32());
        Assert.Contains(detail, json.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<string> RawAsync(IPEndPoint endPoint, string request)
    {
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync(endPoint, Cancellation);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);
            using StreamReader reader = new(client.GetStream());
            return await reader.ReadToEndAsync(Cancellation);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return "";
        }
    }

    private sealed class FaultyRoutes : IApiRoutes
    {
        public void Map(IEndpointRouteBuilder routes)
        {
            routes.MapGet("/api/v1/fine", context => context.Response.WriteAsync("fine", context.RequestAborted));
            routes.MapGet("/api/v1/throws", (RequestDelegate)(_ => throw new InvalidOperationException("a defect")));
            routes.MapGet("/api/v1/bad", (RequestDelegate)(_ => throw new BadHttpRequestException("too bad", 418)));
            routes.MapGet("/api/v1/bare", (RequestDelegate)(context =>
            {
                context.Response.StatusCode = 409;
                return Task.CompletedTask;
            }));
            routes.MapGet("/api/v1/breaks", (RequestDelegate)(async context =>
            {
                await context.Response.WriteAsync("half", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                throw new InvalidOperationException("a defect");
            }));
        }
    }
}
