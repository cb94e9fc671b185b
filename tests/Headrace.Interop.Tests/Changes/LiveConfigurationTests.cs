using System.Net.Http.Json;
using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Changes;

/// <summary>The configuration changes while a stream runs and is watched; what the API changed survives the hardest end.</summary>
[Trait("Speed", "slow")]
public sealed class LiveConfigurationTests
{
    /// <summary>A file each: what stands in it differs from the defaults in every key that holds at once and does not concern cam1.</summary>
    private static readonly string[] Files =
    [
        "log: { level: debug, levels: { Headrace.Rtsp: debug } }",
        "http: { cors: [https://a.example], trustedProxies: [10.0.0.1] }",
        "limits: { maxStreams: 9, maxConnections: 500, connectionRate: 10/s, connectionBurst: 5 }",
        "auth: { users: [ { user: any, permissions: [ { action: publish }, { action: read } ] }, { user: ann, password: x, permissions: [ { action: read } ] } ] }",
        "sources: { deny: [private] }",
        "hls: { alwaysOn: true }",
        "buffers: { start: next }",
        "defaults: { publisherGrace: 30s, overridePublisher: false, maxReaders: 5 }",
        "streams: { other: { hls: { segmentDuration: 4s } } }",
        "streams: { other: { buffers: { gops: 1 } }, more: }",
        "rtsp: { listen: \":1\" }",
        "not: a key",
        "",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Pain", "17")]
    public async Task ViewerMissesNothingWhateverChangesElsewhere()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "headrace.yml");
        await File.WriteAllTextAsync(file, "", Cancellation);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--config", file);
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        await using ClientProcess player = FfmpegPlayer.StartRtsp(server.Rtsp("cam1"));
        await Eventually.True(() => FfmpegPlayer.Decoded(player).Frames > 0, "the viewer sees something", cancellation: Cancellation);
        string before = await LastReloadAsync(server);
        foreach (string yaml in Files)
        {
            await File.WriteAllTextAsync(file + "~", yaml, Cancellation);
            File.Move(file + "~", file, overwrite: true);
            await Eventually.True(async () => await LastReloadAsync(server) != before, $"the file is read again: {yaml}", cancellation: Cancellation);
            before = await LastReloadAsync(server);
        }

        int seen = FfmpegPlayer.Decoded(player).Frames;
        await Eventually.True(() => FfmpegPlayer.Decoded(player).Frames > seen + 30, "the viewer goes on", cancellation: Cancellation);
        BarcodeReport report = FfmpegPlayer.Decoded(player);
        Assert.True(report.IsContinuous, report.ToString());
        Assert.Contains("did you mean", server.Log, StringComparison.OrdinalIgnoreCase);
        await server.StopAsync();
    }

    [Fact]
    [Trait("Pain", "17")]
    public async Task ApiChangesSurviveTheHardestEnd()
    {
        using TemporaryFolder folder = new();
        string[] arguments = ["--state", Path.Combine(folder.Path, "state")];
        await using (HeadraceProcess first = await HeadraceProcess.StartAsync(arguments))
        {
            for (int i = 0; i < 20; i++) (await first.Http.PostAsJsonAsync("api/v1/streams", new { name = $"cam{i}", maxReaders = i }, Cancellation)).EnsureSuccessStatusCode();
            (await first.Http.DeleteAsync("api/v1/streams/cam7", Cancellation)).EnsureSuccessStatusCode();

            // Disposing kills it, as kill -9 does.
        }

        await using HeadraceProcess second = await HeadraceProcess.StartAsync(arguments);
        JsonElement streams = await second.GetAsync("streams");
        Assert.Equal(
            Enumerable.Range(0, 20).Where(i => i != 7).Select(i => $"cam{i} {i}").Order(StringComparer.Ordinal),
            streams.GetProperty("items").EnumerateArray().Select(stream => $"{stream.GetProperty("name").GetString()} {stream.GetProperty("settings").GetProperty("maxReaders").GetInt32()}").Order(StringComparer.Ordinal));
        await second.StopAsync();
    }

    [Fact]
    public async Task HangUpReadsTheFile()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "headrace.yml");
        await File.WriteAllTextAsync(file, "", Cancellation);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--config", file);
        server.HangUp();
        await Eventually.True(async () => (await LastReloadAsync(server)).Contains("SIGHUP", StringComparison.Ordinal), "the file is read", cancellation: Cancellation);
        await server.StopAsync();
    }

    [Fact]
    public async Task KickedSessionsSayWhy()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        await using ClientProcess player = FfmpegPlayer.StartRtsp(server.Rtsp("cam1"));
        await Eventually.True(() => FfmpegPlayer.Decoded(player).Frames > 0, "the viewer sees something", cancellation: Cancellation);
        string playlist = await server.Http.GetStringAsync("cam1/index.m3u8", Cancellation);
        string media = playlist.Split('\n').Last(line => line.Contains("s=", StringComparison.Ordinal) && !line.StartsWith('#'));
        foreach ((string protocol, string role) in new[] { ("hls", "viewer"), ("rtsp", "viewer"), ("rtsp", "publisher") })
        {
            JsonElement session = (await server.GetAsync("sessions")).GetProperty("items").EnumerateArray()
                .Single(item => item.GetProperty("protocol").GetString() == protocol && item.GetProperty("role").GetString() == role);
            (await server.Http.DeleteAsync($"api/v1/sessions/{session.GetProperty("id").GetString()}", Cancellation)).EnsureSuccessStatusCode();
            if (protocol == "hls") (await server.Http.GetAsync($"cam1/{media}", Cancellation)).EnsureSuccessStatusCode();
        }

        await player.WaitForExitAsync(cancellation: Cancellation);
        await publisher.WaitForExitAsync(cancellation: Cancellation);
        await Eventually.True(
            () => server.Log.Split("(Kicked)").Length == 4, "three sessions were kicked", cancellation: Cancellation);
        await server.StopAsync();
    }

    private static async Task<string> LastReloadAsync(HeadraceProcess server) => (await server.GetAsync("config")).GetProperty("lastReload").GetRawText();
}
