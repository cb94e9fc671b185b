using System.Net;
using System.Net.Sockets;
using System.Text;
using Headrace.Server.Configuration;
using Headrace.Server.Hosting;
using Headrace.Server.Tests.Configuration;
using Headrace.Streaming.Sessions;
using Headrace.TestKit;
using Headrace.Transport.Udp;

namespace Headrace.Server.Tests.Hosting;

public sealed class HeadraceHostTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstStartPrintsTheTokenAndLaterOnesDoNot()
    {
        await using TestHost server = await TestHost.StartAsync();
        Assert.Matches("^Access token of the API, for other machines: [A-Za-z0-9_-]{43} \\(kept in .*/access-token\\)\\n?$", server.Announcements);
        Assert.DoesNotContain(server.Loggers.Lines, line => line.Contains(server.Announcements.Split(' ')[8], StringComparison.Ordinal));
    }

    [Fact]
    public async Task StopEndsEverySessionWithItsReasonAndLeavesNothing()
    {
        await using TestHost server = await TestHost.StartAsync();
        using TcpClient client = new();
        await client.ConnectAsync(server.Host.RtspEndPoint!, Cancellation);
        await client.GetStream().WriteAsync("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"u8.ToArray(), Cancellation);
        await Eventually.True(() => server.Host.Media.Sessions.Count == 1, "the session is there", cancellation: Cancellation);
        Session session = server.Host.Media.Sessions.All[0];
        await server.Host.StopAsync("a test");
        Assert.Equal(SessionEndReason.ServerShutdown, session.EndReason);
        Assert.Equal(0, server.Host.Media.Sessions.Count);
        await Eventually.True(() => server.Host.Media.Admission.Open == 0, "connections are counted out", cancellation: Cancellation);
        Assert.Contains("Information Headrace.Server Stopping (a test): 1 sessions end", server.Loggers.Lines);
        Assert.Equal("Information Headrace.Server Stopped", server.Loggers.Lines[^1]);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => server.Client.GetAsync("/health", Cancellation));
    }

    [Fact]
    public async Task RtspPortThatIsTakenFailsTheStartWhereTheUserChoseIt()
    {
        await using TestHost first = await TestHost.StartAsync();
        using TemporaryFolder folder = new();
        LoadedConfiguration configuration = Configurations.Load(
            "", ("HEADRACE_STATE", folder.Path), ("HEADRACE_HTTP__LISTEN", "127.0.0.1:0"), ("HEADRACE_RTSP__LISTEN", first.Host.RtspEndPoint!.ToString()));
        StartException e = await Assert.ThrowsAsync<StartException>(() => StartAsync(configuration, new RecordingLoggers()));
        Assert.Equal($"RTSP cannot start: {first.Host.RtspEndPoint} is already in use by another program (ss -lntup shows which); set rtsp.listen to choose another address", e.Message);
    }

    [Fact]
    public async Task RtspPortThatIsTakenSwitchesRtspOffWhereNobodyChoseIt()
    {
        await using TestHost first = await TestHost.StartAsync();
        using TemporaryFolder folder = new();
        LoadedConfiguration chosen = Configurations.Load(
            "streams: { x: { source: test } }",
            ("HEADRACE_STATE", folder.Path), ("HEADRACE_HTTP__LISTEN", "127.0.0.1:0"), ("HEADRACE_RTSP__LISTEN", first.Host.RtspEndPoint!.ToString()));
        using RecordingLoggers loggers = new();
        LoadedConfiguration preset = chosen with { SetKeys = new HashSet<string>() };
        await using HeadraceHost second = await StartAsync(preset, loggers);
        Assert.Null(second.RtspEndPoint);
        Assert.Contains(
            $"Warning Headrace.Server RTSP is off: {first.Host.RtspEndPoint} is already in use by another program (ss -lntup shows which); set rtsp.listen to choose another address", loggers.Lines);
        await Eventually.True(
            () => loggers.Lines.Any(line => line.StartsWith("Warning Headrace.Sources x: no media from test:: test: needs RTSP, which is off.", StringComparison.Ordinal)),
            "the log says why there is no picture", cancellation: Cancellation);
        using HttpClient client = new();
        string stream = await client.GetStringAsync(new Uri($"http://{second.HttpEndPoints[0]}/api/v1/streams/x"), Cancellation);
        Assert.Contains("\"state\":\"error\"", stream, StringComparison.Ordinal);
        Assert.Contains("test: needs RTSP", stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UdpPortsThatAreTakenSwitchOffUdpAloneWhereNobodyChoseThem()
    {
        using UdpPair taken = UdpPair.OpenFirst(IPAddress.Loopback, 0, 0);
        string ports = $"{taken.Rtp.LocalEndPoint.Port}-{taken.Rtcp.LocalEndPoint.Port}";
        using TemporaryFolder folder = new();
        LoadedConfiguration chosen = Configurations.Load(
            "", ("HEADRACE_STATE", folder.Path), ("HEADRACE_HTTP__LISTEN", "127.0.0.1:0"), ("HEADRACE_RTSP__LISTEN", "127.0.0.1:0"), ("HEADRACE_RTSP__UDPPORTS", ports));
        StartException e = await Assert.ThrowsAsync<StartException>(() => StartAsync(chosen, new RecordingLoggers()));
        Assert.Equal($"RTSP over UDP cannot start: a pair of the UDP ports {ports} is already in use by another program (ss -lntup shows which); set rtsp.udpPorts to choose another address", e.Message);
        using RecordingLoggers loggers = new();
        await using HeadraceHost second = await StartAsync(chosen with { SetKeys = new HashSet<string>() }, loggers);
        Assert.NotNull(second.RtspEndPoint);
        Assert.Contains(
            $"Warning Headrace.Server RTSP over UDP is off: a pair of the UDP ports {ports} is already in use by another program (ss -lntup shows which); set rtsp.udpPorts to choose another address", loggers.Lines);
    }

    [Fact]
    public async Task StateDirectoryOfAnotherServerFailsTheStartWhereTheUserChoseIt()
    {
        using TemporaryFolder folder = new();
        LoadedConfiguration configuration = Configurations.Load(
            "", ("HEADRACE_STATE", folder.Path), ("HEADRACE_HTTP__LISTEN", "127.0.0.1:0"), ("HEADRACE_RTSP__LISTEN", "127.0.0.1:0"));
        await using HeadraceHost first = await StartAsync(configuration, new RecordingLoggers());
        StartException e = await Assert.ThrowsAsync<StartException>(() => StartAsync(configuration, new RecordingLoggers()));
        Assert.Contains("is used by another server", e.Message, StringComparison.Ordinal);
        using RecordingLoggers loggers = new();
        await using HeadraceHost second = await StartAsync(configuration with { SetKeys = new HashSet<string>() }, loggers);
        Assert.Contains(loggers.Lines, line => line.StartsWith("Warning Headrace.Server Nothing is kept over restarts: the state directory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ProtocolsThatAreSwitchedOffDoNotListen()
    {
        using TemporaryFolder folder = new();
        LoadedConfiguration configuration = Configurations.Load("", ("HEADRACE_STATE", folder.Path), ("HEADRACE_HTTP__LISTEN", ""), ("HEADRACE_RTSP__LISTEN", ""));
        await using HeadraceHost host = await StartAsync(configuration, new RecordingLoggers());
        Assert.Empty(host.HttpEndPoints);
        Assert.Null(host.RtspEndPoint);
    }

    [Theory]
    [InlineData("", "*", "*")]
    [InlineData("", "", "*")]
    [InlineData("http: { cors: [] }", "https://a.example", "")]
    [InlineData("http: { cors: [https://a.example] }", "https://a.example", "https://a.example")]
    [InlineData("http: { cors: [https://a.example] }", "https://b.example", "")]
    public async Task PagesOfOtherOriginsReadMediaAsConfigured(string yaml, string origin, string allowed)
    {
        await using TestHost server = await TestHost.StartAsync("streams: { cam1: }\n" + yaml);
        foreach (string path in new[] { "/cam1/index.m3u8", "/api/v1/streams", "/cam1", "/health" })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            if (origin.Length > 1) request.Headers.Add("Origin", origin);
            using HttpResponseMessage response = await server.Client.SendAsync(request, Cancellation);
            string got = response.Headers.TryGetValues("Access-Control-Allow-Origin", out IEnumerable<string>? values) ? string.Join(',', values) : "";
            Assert.Equal(path.EndsWith(".m3u8", StringComparison.Ordinal) ? allowed : "", got);
        }
    }

    private static Task<HeadraceHost> StartAsync(LoadedConfiguration configuration, RecordingLoggers loggers) =>
        HeadraceHost.StartAsync(configuration, TextWriter.Null, TimeProvider.System, loggers);
}
