using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Pull;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Paths;

/// <summary>What an operator says of a path changes by file and by the API while programs publish and watch: whom it does not concern goes on.</summary>
[Trait("Speed", "slow")]
public sealed class PathChangeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder.Path, "headrace.yml");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GreatestNumberOfViewersChangesByFileAndByTheApi()
    {
        await using HeadraceProcess server = await StartAsync("{ maxReaders: 1 }");
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        await using ClientProcess first = FfmpegPlayer.StartRtsp(server.Rtsp("cam1"));
        await Eventually.True(() => FfmpegPlayer.Decoded(first).Frames > 0, "the first viewer sees something", cancellation: Cancellation);
        await AssertIsFullAsync(server);

        await ChangeByApiAsync(server, new { maxReaders = 2 });
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(server.Rtsp("cam1"), 10), 10);
        await ChangeByApiAsync(server, new { maxReaders = (int?)null });
        await AssertIsFullAsync(server);
        await ChangeByFileAsync(server, "{ maxReaders: 3 }", "maxReaders", "3");
        Run.AssertIsContinuous(await FfmpegPlayer.PlayRtspAsync(server.Rtsp("cam1"), 10), 10);

        // Who was there has missed nothing.
        int seen = FfmpegPlayer.Decoded(first).Frames;
        await Eventually.True(() => FfmpegPlayer.Decoded(first).Frames > seen, "the first viewer goes on", cancellation: Cancellation);
        Run.AssertIsContinuous(FfmpegPlayer.Decoded(first), seen);
        await server.StopAsync();
    }

    [Fact]
    public async Task WhetherPublishersTakeOverChangesByFileAndByTheApi()
    {
        string clip = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess server = await StartAsync("{ overridePublisher: false }");
        await using ClientProcess first = FfmpegPublisher.StartRtsp(clip, server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        await AssertIsRefusedAsync(clip, server);
        await ChangeByApiAsync(server, new { overridePublisher = true });
        await using ClientProcess second = FfmpegPublisher.StartRtsp(clip, server.Rtsp("cam1"));
        await first.WaitForExitAsync(cancellation: Cancellation);
        await server.WaitForStreamAsync("cam1");
        await ChangeByApiAsync(server, new { overridePublisher = (bool?)null });
        await AssertIsRefusedAsync(clip, server);
        await ChangeByFileAsync(server, "{ overridePublisher: true }", "overridePublisher", "true");
        await using ClientProcess third = FfmpegPublisher.StartRtsp(clip, server.Rtsp("cam1"));
        await second.WaitForExitAsync(cancellation: Cancellation);
        await server.WaitForStreamAsync("cam1");
        await server.StopAsync();
    }

    [Fact]
    public async Task WhenASourceRunsChangesByFileAndByTheApiWithoutInterruptingIt()
    {
        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(Clips.Plain);
        string source = $"source: \"{camera.Url}\", rtspTransport: tcp";
        await using HeadraceProcess server = await StartAsync($"{{ {source}, sourceOnDemand: true, sourceOnDemandCloseAfter: 1h }}");
        Assert.Equal("inactive", await StateAsync(server));

        // The first viewer wakes it and watches through all changes.
        await using ClientProcess viewer = FfmpegPlayer.StartRtsp(server.Rtsp("cam1"));
        await Eventually.True(() => FfmpegPlayer.Decoded(viewer).Frames > 0, "the viewer sees something", cancellation: Cancellation);
        string session = Assert.Single(await server.SessionsAsync("rtsp", "publisher")).GetProperty("id").GetString()!;
        await ChangeByApiAsync(server, new { sourceOnDemand = false });
        await ChangeByFileAsync(server, $"{{ {source}, sourceOnDemand: true, sourceOnDemandCloseAfter: 30m, publisherGrace: 3s }}", "publisherGrace", "3s");
        await ChangeByApiAsync(server, new { sourceOnDemand = true, sourceOnDemandCloseAfter = "1s", waitForStream = "20s" });
        int seen = FfmpegPlayer.Decoded(viewer).Frames;
        await Eventually.True(() => FfmpegPlayer.Decoded(viewer).Frames > seen + 30, "the viewer goes on", cancellation: Cancellation);
        Run.AssertIsContinuous(FfmpegPlayer.Decoded(viewer), seen + 30);
        Assert.Equal(session, Assert.Single(await server.SessionsAsync("rtsp", "publisher")).GetProperty("id").GetString());

        // With an hour it would have run on.
        viewer.Send(UnixSignal.Kill);
        await Eventually.True(async () => await StateAsync(server) == "inactive", "the source rests", TimeSpan.FromMinutes(1), Cancellation);
        Assert.Empty(await server.SessionsAsync("rtsp", "publisher"));
        await ChangeByApiAsync(server, new { sourceOnDemand = false });
        await server.WaitForStreamAsync("cam1");
        await server.StopAsync();
    }

    private static async Task<string?> StateAsync(HeadraceProcess server) => (await server.GetAsync("streams/cam1")).GetProperty("state").GetString();

    private static async Task AssertIsFullAsync(HeadraceProcess server)
    {
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => FfmpegPlayer.PlayRtspAsync(server.Rtsp("cam1"), 1));
        Assert.Contains("453", refused.Message, StringComparison.Ordinal);
        using HttpResponseMessage overHttp = await server.Http.GetAsync("cam1.ts", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, overHttp.StatusCode);
        Assert.Contains("/problems/limit-reached", await overHttp.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static async Task AssertIsRefusedAsync(string clip, HeadraceProcess server)
    {
        await using ClientProcess other = FfmpegPublisher.StartRtsp(clip, server.Rtsp("cam1"));
        Assert.NotEqual(0, await other.WaitForExitAsync(cancellation: Cancellation));
        Assert.Contains("403 Forbidden", other.Errors, StringComparison.Ordinal);
    }

    private static async Task ChangeByApiAsync(HeadraceProcess server, object change) =>
        (await server.Http.PatchAsJsonAsync("api/v1/streams/cam1", change, Cancellation)).EnsureSuccessStatusCode();

    private async Task<HeadraceProcess> StartAsync(string settings)
    {
        await WriteAsync(settings);
        return await HeadraceProcess.StartAsync("--config", File);
    }

    private async Task ChangeByFileAsync(HeadraceProcess server, string settings, string key, string value)
    {
        await WriteAsync(settings);
        await Eventually.True(async () => (await SettingsAsync(server)).GetProperty(key).ToString().Equals(value, StringComparison.OrdinalIgnoreCase), $"{key} is {value}", cancellation: Cancellation);
    }

    private static async Task<JsonElement> SettingsAsync(HeadraceProcess server) => (await server.GetAsync("streams/cam1")).GetProperty("settings");

    private async Task WriteAsync(string settings)
    {
        await System.IO.File.WriteAllTextAsync(File + "~", $"streams: {{ cam1: {settings} }}", Cancellation);
        System.IO.File.Move(File + "~", File, overwrite: true);
    }
}
