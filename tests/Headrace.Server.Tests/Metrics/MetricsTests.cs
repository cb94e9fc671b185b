using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Headrace.Server.Api;
using Headrace.Server.Logging;
using Headrace.Server.Metrics;
using Headrace.Server.Tests.Hosting;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Server.Tests.Metrics;

public sealed partial class MetricsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void InstrumentsAreWrittenAsPrometheusReadsThem()
    {
        using Meter meter = new("test");
        meter.CreateObservableCounter("a.b", () => new[] { new Measurement<long>(5, new KeyValuePair<string, object?>("x", "q\"\\\n")), new Measurement<long>(6) }, "By", "Two\nlines \\.");
        meter.CreateObservableGauge("c", () => 1.5, "s", "C.");
        meter.CreateObservableGauge("none", () => Array.Empty<Measurement<int>>(), null, "Nothing.");
        using PrometheusText text = new(meter);
        const string Expected = """
            # HELP a_b_bytes_total Two\nlines \\.
            # TYPE a_b_bytes_total counter
            a_b_bytes_total{x="q\"\\\n"} 5
            a_b_bytes_total 6
            # HELP c_seconds C.
            # TYPE c_seconds gauge
            c_seconds 1.5

            """;
        Assert.Equal(Expected, text.Read());
        Assert.Equal(Expected, text.Read());
    }

    [Fact]
    public async Task MetersOfOtherServersAreLeftAlone()
    {
        await using TestHost first = await TestHost.StartAsync("streams: { one: }");
        await using TestHost second = await TestHost.StartAsync("streams: { two: }");
        Assert.DoesNotContain("two", await first.Client.GetStringAsync("/metrics", Cancellation), StringComparison.Ordinal);
        Assert.Contains("headrace_stream_readers{stream=\"two\"} 0", await second.Client.GetStringAsync("/metrics", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryLineIsASampleOrAComment()
    {
        await using TestHost server = await TestHost.StartAsync("streams: { site/cam1: }");
        string text = await server.Client.GetStringAsync("/metrics", Cancellation);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(Sample(), line));
        foreach (string name in new[] { "headrace_build_info{version=", "headrace_streams{state=\"inactive\"} 1", "headrace_media_memory_limit_bytes", "process_cpu_seconds_total", "process_resident_memory_bytes", "headrace_timeline_units_total{stream=\"site/cam1\",step=\"gap\"} 0", "headrace_stream_hls_lost_files_total{stream=\"site/cam1\"} 0", "headrace_stream_ts_late_units_total{stream=\"site/cam1\"} 0", "headrace_stream_ts_refused_units_total{stream=\"site/cam1\"} 0" })
            Assert.Contains(name, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SessionsThatEndedAreCountedByTheirReason()
    {
        await using TestHost server = await TestHost.StartAsync();
        using TcpClient client = new(AddressFamily.InterNetwork);
        await client.ConnectAsync(server.Host.RtspEndPoint!, Cancellation);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"), Cancellation);
        await Eventually.True(() => server.Host.Media.Sessions.Count == 1, "the session is there", cancellation: Cancellation);
        await server.Client.DeleteAsync($"/api/v1/sessions/{server.Host.Media.Sessions.All[0].Id}", Cancellation);
        await Eventually.True(
            async () => (await server.Client.GetStringAsync("/metrics", Cancellation)).Contains("headrace_sessions_ended_total{protocol=\"rtsp\",role=\"undecided\",reason=\"kicked\"} 1", StringComparison.Ordinal),
            "the session is counted", cancellation: Cancellation);
        Assert.Contains("headrace_sessions_received_bytes_total{protocol=\"rtsp\",role=\"undecided\"} ", await server.Client.GetStringAsync("/metrics", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProblemsAreCountedByTheirNames()
    {
        await using TestHost server = await TestHost.StartAsync("log: { level: none }\nstreams: { cam1: { source: 'rtsp://127.0.0.1:1/x' } }");
        using TcpClient client = new(AddressFamily.InterNetwork);
        await client.ConnectAsync(server.Host.RtspEndPoint!, Cancellation);
        const string Body = "nonsense\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"ANNOUNCE rtsp://x/cam2 RTSP/1.0\r\nCSeq: 1\r\nContent-Type: application/sdp\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"), Cancellation);
        await server.ReloadAsync("nonsense: 1");
        await server.Client.GetAsync("/cam1/index.m3u8", Cancellation);
        foreach (string problem in new[] { "sdp-parse-error", "rtsp-connection-failed", "invalid-configuration", "hls-server-error" })
        {
            await Eventually.True(
                async () => (await server.Client.GetStringAsync("/metrics", Cancellation)).Contains($"headrace_problems_total{{problem=\"{problem}\"}} ", StringComparison.Ordinal),
                $"{problem} is counted", cancellation: Cancellation);
        }
    }

    [Fact]
    public void LineThatStandsForSeveralProblemsCountsAllOfThem()
    {
        ProblemCounts counts = new();
        using CountingLoggers loggers = new(NullLoggerFactory.Instance, counts);
        ILogger logger = loggers.CreateLogger("Headrace.Hls");
        KeyValuePair<string, object?>[] several = [new("Occurrences", 7L)];
        KeyValuePair<string, object?>[] one = [new("Detail", "x")];
        logger.Log(LogLevel.Information, new EventId(3105), several, null, static (_, _) => "");
        logger.Log(LogLevel.Information, new EventId(3105), one, null, static (_, _) => "");
        Assert.Equal(8, counts.Current["hls-server-error"]);
    }

    [Fact]
    public void EveryNameInTheLogIsOneOfTheApi()
    {
        HashSet<string> names = [.. ProblemKinds.All.Select(kind => kind.Name)];
        Assert.All(Enumerable.Range(0, 10_000).Select(id => ProblemEvents.Of(new EventId(id), [])).OfType<string>(), name => Assert.Contains(name, names));
        Assert.Equal("ts-encoding-error", ProblemEvents.Of(new EventId(2004), [new("Branch", "hls-ts")]));
        Assert.Equal("segmentation-error", ProblemEvents.Of(new EventId(2004), [new("Branch", "cmaf")]));
        Assert.Equal("internal-error", ProblemEvents.Of(new EventId(2004), [new("Branch", "rtsp")]));
        Assert.Equal("codec-not-carried", ProblemEvents.Of(new EventId(3012), [new("Refusal", PublishRefusal.NoUsableTracks)]));
    }

    [Fact]
    public async Task MetricsAreForThisMachineOrForWhoMayReadThem()
    {
        await using TestHost server = await TestHost.StartAsync("auth: { users: [ { user: prom, password: x, permissions: [ { action: metrics } ] } ] }");
        foreach ((string credentials, string path, HttpStatusCode status) in new[]
        {
            ("", "/metrics", HttpStatusCode.Unauthorized), ("prom:x", "/metrics", HttpStatusCode.OK), ("prom:y", "/metrics", HttpStatusCode.Unauthorized), ("prom:x", "/api/v1/stats", HttpStatusCode.Forbidden),
        })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path) { Headers = { Host = "media.example" } };
            if (credentials.Length > 0) request.Headers.Add("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}");
            using HttpResponseMessage response = await server.Client.SendAsync(request, Cancellation);
            Assert.Equal(status, response.StatusCode);
        }
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="[^"]*",?)+\})? -?[0-9.eE+-]+)$""")]
    private static partial Regex Sample();
}
