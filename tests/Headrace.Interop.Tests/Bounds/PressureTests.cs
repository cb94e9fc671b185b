using System.Net;
using System.Text;
using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Bounds;

/// <summary>What a real player sees while memory is short: fewer pictures, and never a broken one.</summary>
[Trait("Speed", "slow")]
public sealed class PressureTests
{
    private const string Stream = "cam1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ViewerSeesFewerPicturesThenKeyFramesThenAllAgainAndNoBrokenOne()
    {
        TestClip clip = Clips.Pyramid;
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(clip), server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        await using ClientProcess player = FfmpegPlayer.StartRtsp(server.Rtsp(Stream));
        await WaitForAsync(player, 60);
        Run.AssertIsContinuous(FfmpegPlayer.Decoded(player), 60);

        await ControlAsync(server, "high");
        int high = FfmpegPlayer.Decoded(player).Frames;
        await WaitForAsync(player, high + 60);
        await ControlAsync(server, "critical");
        int critical = FfmpegPlayer.Decoded(player).Frames;
        await WaitForAsync(player, critical + 8);
        using HttpResponseMessage refused = await server.Http.GetAsync(server.Hls(Stream), Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("/problems/memory-pressure", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        JsonElement shown = await ControlAsync(server, null);
        Assert.True(shown.GetProperty("drops").GetProperty("disposable").GetInt64() > 10, shown.ToString());
        Assert.True(shown.GetProperty("drops").GetProperty("gops").GetInt64() > 3, shown.ToString());
        int reset = FfmpegPlayer.Decoded(player).Frames;
        await WaitForAsync(player, reset + 2 * clip.KeyFrameInterval);
        player.Send(UnixSignal.Terminate);
        await player.WaitForExitAsync(cancellation: Cancellation);

        Assert.Equal("", player.Errors);
        BarcodeReport report = FfmpegPlayer.Decoded(player);
        Assert.True(report is { Backwards: 0, Repeated: 0 } && report.Missing > 4 * clip.KeyFrameInterval, report.ToString());
        int alone = report.Numbers.Zip(report.Numbers.Skip(1)).Count(pair => pair.Second - pair.First == clip.KeyFrameInterval && pair.First % clip.KeyFrameInterval == 0);
        Assert.True(alone >= 4, $"{alone} key frames follow each other: {string.Join(' ', report.Numbers)}");
        Assert.True(new BarcodeReport([.. report.Numbers.TakeLast(clip.KeyFrameInterval)]).IsContinuous, report.ToString());
        Assert.Contains($"{Stream}: memory is short (Normal to High;", server.Log, StringComparison.Ordinal);
        await server.StopAsync();
    }

    private static async Task WaitForAsync(ClientProcess player, int frames) => await Eventually.Value(
        () => FfmpegPlayer.Decoded(player).Frames >= frames ? player : null, () => $"{frames} frames come: {FfmpegPlayer.Decoded(player)}. {player.Errors}", TimeSpan.FromSeconds(60), Cancellation);

    /// <summary>Sets a level, or with null takes it back.</summary>
    private static async Task<JsonElement> ControlAsync(HeadraceProcess server, string? level)
    {
        string body = level is null ? """{ "action": "reset" }""" : $$"""{ "action": "set_pressure", "pressure": "{{level}}" }""";
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await server.Http.PostAsync($"api/v1/streams/{Stream}/backpressure/control", content, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement;
    }
}
