using System.Text.Json;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Api;

/// <summary>What curl and a browser hear of a stream with a publisher and a viewer.</summary>
public sealed class EventTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CurlHearsThePublisherTheViewerAndTheEnd()
    {
        Skip.UnlessInstalled("curl", "ffmpeg");
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        string url = new Uri(server.Http.BaseAddress!, "api/v1/events").AbsoluteUri;
        await using ClientProcess curl = ClientProcess.Start("curl", ["-sSN", url]);
        await curl.WaitForTextAsync(":\n", cancellation: Cancellation);
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam"));
        await curl.WaitForTextAsync("event: stream-started", cancellation: Cancellation);
        await ClientProcess.RunAsync("ffmpeg", ["-v", "error", "-rtsp_transport", "tcp", "-i", server.Rtsp("cam"), "-frames:v", "90", "-f", "null", "-"], cancellation: Cancellation);
        await curl.WaitForTextAsync("event: viewer-left", cancellation: Cancellation);
        JsonElement stats = await server.GetAsync("streams/cam/stats");
        JsonElement delays = Assert.Single(stats.GetProperty("delays").EnumerateArray());
        Assert.Equal("rtsp", delays.GetProperty("protocol").GetString());
        Assert.Equal(1, delays.GetProperty("firstFrame").GetProperty("count").GetInt64());
        Assert.True(delays.GetProperty("latency").GetProperty("count").GetInt64() > 0, stats.ToString());
        Assert.True(stats.GetProperty("tracks")[0].GetProperty("pictures").GetProperty("i").GetInt64() > 0, stats.ToString());
        await server.StopAsync();
        Assert.Equal(0, await curl.WaitForExitAsync(cancellation: Cancellation));
        JsonElement[] events = [.. curl.Output.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line[6..]).RootElement)];
        Assert.Equal(
            ["stream-state-changed", "stream-state-changed", "stream-started", "viewer-joined", "viewer-left", "stream-state-changed", "stream-stopped"],
            events.Select(happened => happened.GetProperty("type").GetString()).Where(type => type != "tracks-changed"));
        Assert.Equal(events.Select(happened => happened.GetProperty("id").GetInt64()).Order(), events.Select(happened => happened.GetProperty("id").GetInt64()));
        JsonElement left = events.Single(happened => happened.GetProperty("type").GetString() == "viewer-left");
        Assert.True(left.GetProperty("bytes").GetInt64() > 0);
        Assert.Equal("serverShutdown", events[^1].GetProperty("reason").GetString());
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task BrowserHearsThePublisher()
    {
        Skip.UnlessInstalled("node", "chromium", "ffmpeg");
        string folder = Path.Combine(TestFolders.Root, "tests/clients");
        Skip.Unless(Directory.Exists(Path.Combine(folder, "node_modules")), "the packages of tests/clients are not installed: run ./test.sh, which installs them");
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        string url = new Uri(server.Http.BaseAddress!, "api/v1/events").AbsoluteUri;
        await using ClientProcess browser = ClientProcess.Start("node", [Path.Combine(folder, "listen-events.mjs"), url, "stream-started"]);
        await browser.WaitForTextAsync("open\n", TimeSpan.FromSeconds(40), Cancellation);
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam"));
        Assert.Equal(0, await browser.WaitForExitAsync(TimeSpan.FromSeconds(60), Cancellation));
        JsonElement heard = JsonDocument.Parse(browser.Output[browser.Output.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
        Assert.Equal("cam", heard.GetProperty("data").GetProperty("stream").GetString());
        Assert.Equal(heard.GetProperty("id").GetString(), heard.GetProperty("data").GetProperty("id").GetRawText());
        await server.StopAsync();
    }
}
