using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests.Codecs;

/// <summary>AV1 is published over RTSP; ffmpeg and Chromium play it over HLS, another Headrace pulls it.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed class Av1Tests : IDisposable
{
    private const int FrameDuration = 3000;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FramesComeOutOverHlsAndOfAnotherServerAsTheyWentIn()
    {
        Av1Clip clip = await Av1Clip.LoadAsync(await TestMedia.GetAsync(Clips.Av1), _folder.Path);
        await using HeadraceProcess first = await HeadraceProcess.StartAsync();
        await using UnitPublisher publisher = UnitPublisher.Start(clip.Track, clip.Units, FrameDuration, first.Rtsp("cam1"));
        await first.WaitForStreamAsync("cam1");
        await using HeadraceProcess second = await HeadraceProcess.StartAsync("--streams:cam1:source", first.Rtsp("cam1"));
        await second.WaitForStreamAsync("cam1");
        UnitViewer published = await UnitViewer.PlayAsync(first.Rtsp("cam1"), 60, Cancellation);
        UnitViewer pulled = await UnitViewer.PlayAsync(second.Rtsp("cam1"), 90, Cancellation);
        Assert.Equal("AV1", pulled.Description.Map.EncodingName);
        string sent = string.Join(' ', clip.Units.Concat(clip.Units).Select(unit => Hash(unit.Payload)));
        Assert.Contains(string.Join(' ', published.Hashes), sent, StringComparison.Ordinal);
        Assert.Contains(string.Join(' ', pulled.Hashes), sent, StringComparison.Ordinal);

        Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync(second.Hls("cam1"), 90), 90);
        Assert.Contains("CODECS=\"av01.0.00M.08\"", await second.Http.GetStringAsync(new Uri(second.Hls("cam1")), Cancellation), StringComparison.Ordinal);
        JsonElement parameters = await second.GetAsync("streams/cam1/parameters");
        Assert.Contains("\"sequenceHeader\":\"0a", parameters.GetRawText().Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach ((string name, string address) in new[] { ("c.obu", "data?duration=2"), ("i.obu", "iframe"), ("c.mp4", "preview?duration=2") })
        {
            BarcodeReport held = await BarcodeDecoder.ReadAsync(await FetchAsync(second, name, address, name == "c.mp4" ? "video/mp4" : "*/*"));
            Assert.True(held.IsContinuous && held.Frames >= (name == "i.obu" ? 1 : 60), $"{address}: {held}");
        }

        byte[] picture = await File.ReadAllBytesAsync(await FetchAsync(second, "p.jpg", "preview", "image/jpeg"), Cancellation);
        Assert.Equal([0xFF, 0xD8], picture[..2]);
        await second.StopAsync();
        await first.StopAsync();
    }

    [Fact]
    public async Task HlsJsShowsEveryFrame()
    {
        Av1Clip clip = await Av1Clip.LoadAsync(await TestMedia.GetAsync(Clips.Av1), _folder.Path);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using UnitPublisher publisher = UnitPublisher.Start(clip.Track, clip.Units, FrameDuration, server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        PlaybackReport report = await Browser.PlayHlsJsAsync(server.Hls("cam1"), 120, "hls.js", isLowLatency: true);
        report.AssertPlayed(120);
        await server.StopAsync();
    }

    private async Task<string> FetchAsync(HeadraceProcess server, string name, string address, string accept)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"api/v1/streams/cam1/{address}");
        request.Headers.Add("Accept", accept);
        using HttpResponseMessage answer = await server.Http.SendAsync(request, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        string path = Path.Combine(_folder.Path, name);
        await File.WriteAllBytesAsync(path, await answer.Content.ReadAsByteArrayAsync(Cancellation), Cancellation);
        return path;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes));
}
