using Headrace.Server.Tests.Hosting;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Metrics;

public sealed class OtlpTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CollectorGetsTheMetricsAndIsLeftAloneWhenTheFileSaysSo()
    {
        using OtlpReceiver collector = new();
        await using TestHost server = await TestHost.StartAsync("streams: { cam1: }");
        await server.ReloadAsync($"streams: {{ cam1: }}\ntelemetry: {{ otlp: '{collector.Address}/' }}");
        await server.ReloadAsync("streams: { cam1: }");
        Assert.Equal("POST /v1/metrics application/x-protobuf", collector.Request);
        Assert.Equal("headrace", collector.Resource["service.name"]);
        foreach (string name in new[] { "headrace.streams", "headrace.stream.received", "headrace.stream.breaks", "headrace.timeline.units", "headrace.media.memory.limit", "process.cpu", "dotnet.gc.pause", "dotnet.thread_pool.threads" })
            Assert.Contains(name, collector.Metrics.Keys);
        Assert.DoesNotContain(server.Loggers.Lines, line => line.Contains("takes no metrics", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CollectorThatDoesNotTakeThemIsNamedInTheLogAndNobodyElseIsHarmed()
    {
        string address = $"http://127.0.0.1:{FreePorts.Take(1)[0]}";
        await using TestHost server = await TestHost.StartAsync($"telemetry: {{ otlp: '{address}' }}");
        await server.ReloadAsync("telemetry: { otlp: '' }");
        Assert.Contains(server.Loggers.Lines, line => line.Contains($"The collector {address}/ takes no metrics: ", StringComparison.Ordinal));
        Assert.Contains("headrace_uptime_seconds", await server.Client.GetStringAsync("/metrics", Cancellation), StringComparison.Ordinal);
    }
}
