using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Access;

/// <summary>Rules that change under publishers and viewers: who is no longer allowed is sent away, and nobody else.</summary>
[Trait("Speed", "slow")]
public sealed class ChangedRulesTests
{
    private const string Ann = "{ user: ann, password: se-cret, permissions: [{ action: publish }] }";
    private const string Bob = "{ user: bob, password: other, permissions: [{ action: read }] }";
    private const string Eve = "{ user: eve, password: third, permissions: [{ action: read }] }";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SessionsThatTheRulesNoLongerAllowEndAndTheOthersStay()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "headrace.yml");
        await WriteAsync(file, Ann, Bob, Eve);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--config", file);
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), As("ann:se-cret", server.Rtsp("cam1")));
        await server.WaitForStreamAsync("cam1");
        await using ClientProcess bob = FfmpegPlayer.StartRtsp(As("bob:other", server.Rtsp("cam1")));
        await using ClientProcess eve = FfmpegPlayer.StartRtsp(server.Rtsp("cam1") + "?token=eve%3Athird");
        await Eventually.True(() => FfmpegPlayer.Decoded(bob).Frames > 0 && FfmpegPlayer.Decoded(eve).Frames > 0, "both see something", cancellation: Cancellation);
        using HttpRequestMessage request = new(HttpMethod.Get, server.Hls("cam1"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("bob:other")));
        string playlist = await (await server.Http.SendAsync(request, Cancellation)).EnsureSuccessStatusCode().Content.ReadAsStringAsync(Cancellation);
        string media = server.Hls("cam1").Replace("index.m3u8", playlist.Split('\n').First(line => line.StartsWith("hls/", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync(media, Cancellation)).StatusCode);

        await WriteAsync(file, Ann, Bob.Replace("read", "playback", StringComparison.Ordinal), Eve);
        await EndsAsync(server, "rtsp", "viewer");
        await EndsAsync(server, "hls", "viewer");
        Assert.NotEqual(HttpStatusCode.OK, (await server.Http.GetAsync(media, Cancellation)).StatusCode);
        int seen = FfmpegPlayer.Decoded(eve).Frames;
        await Eventually.True(() => FfmpegPlayer.Decoded(eve).Frames > seen + 30, "the other viewer goes on", cancellation: Cancellation);
        Assert.True(FfmpegPlayer.Decoded(eve).IsContinuous, FfmpegPlayer.Decoded(eve).ToString());
        Assert.Single(await server.SessionsAsync("rtsp", "publisher"));

        await WriteAsync(file, Ann.Replace("se-cret", "changed", StringComparison.Ordinal), Eve);
        await EndsAsync(server, "rtsp", "publisher");
        Assert.Contains("left (AccessRevoked)", server.Log, StringComparison.Ordinal);
        Assert.Single(await server.SessionsAsync("rtsp", "viewer"));
        await server.StopAsync();
    }

    private static async Task WriteAsync(string file, params string[] users)
    {
        await File.WriteAllTextAsync(file + "~", $"auth: {{ users: [ {string.Join(", ", users)} ] }}\n", Cancellation);
        File.Move(file + "~", file, overwrite: true);
    }

    private static Task EndsAsync(HeadraceProcess server, string protocol, string role) => Eventually.True(
        async () => (await server.Http.GetStringAsync("metrics", Cancellation))
            .Contains($"headrace_sessions_ended_total{{protocol=\"{protocol}\",role=\"{role}\",reason=\"accessRevoked\"}} 1", StringComparison.Ordinal),
        $"the {role} over {protocol} is sent away\n{server.Log}",
        cancellation: Cancellation);

    private static string As(string credentials, string url) => url.Replace("rtsp://", $"rtsp://{credentials}@", StringComparison.Ordinal);
}
