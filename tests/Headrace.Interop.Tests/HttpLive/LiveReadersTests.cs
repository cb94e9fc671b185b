using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.HttpLive;

/// <summary>Strangers read streams without end over HTTP and WebSocket, all from one server and one publisher.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class LiveReadersTests
{
    private const int Frames = 60;

    [Fact]
    public async Task FfmpegAndPlayersInChromiumReadAllForms()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam"));
        await server.WaitForStreamAsync("cam");
        Task<BarcodeReport>[] readers = [.. new[] { "flv", "ts", "mp4" }.Select(ending => FfmpegReadsAsync(server.Page($"cam.{ending}")))];
        await Task.WhenAll(readers);
        foreach (Task<BarcodeReport> reader in readers)
        {
            BarcodeReport report = await reader;
            Assert.True(report.IsContinuous, report.ToString());
            Assert.Equal(Frames, report.Frames);
        }

        foreach (string ending in (string[])["flv", "ts"])
        {
            foreach (string scheme in (string[])["http:", "ws:"])
            {
                PlaybackReport played = await Browser.PlayMpegTsJsAsync(server.Page($"cam.{ending}").Replace("http:", scheme, StringComparison.Ordinal), Frames);
                played.AssertPlayed(Frames);
            }
        }

        PlaybackReport mp4 = await Browser.PlayMediaSourceAsync(server.Page("cam.mp4").Replace("http:", "ws:", StringComparison.Ordinal), Frames);
        mp4.AssertPlayed(Frames);
        Assert.Equal(101, mp4.WebSocketStatus);
        await server.StopAsync();
    }

    [Fact]
    public async Task ChromiumPlaysThroughAWebSocketOverHttp2()
    {
        using TemporaryFolder folder = new();
        (string certificate, string key) = PemCertificate.Write(folder.Path);
        int port = FreePorts.Take(1)[0];
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--http:tls:certificate", certificate, "--http:tls:key", key, "--http:tls:listen", $"127.0.0.1:{port}");
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam"));
        await server.WaitForStreamAsync("cam");
        PlaybackReport report = await Browser.PlayMediaSourceAsync($"wss://127.0.0.1:{port}/cam.mp4", Frames);
        report.AssertPlayed(Frames);
        Assert.Equal(200, report.WebSocketStatus);
        await server.StopAsync();
    }

    private static Task<BarcodeReport> FfmpegReadsAsync(string url) => BarcodeDecoder.ReadAsync(url, Frames, cancellation: TestContext.Current.CancellationToken);
}
