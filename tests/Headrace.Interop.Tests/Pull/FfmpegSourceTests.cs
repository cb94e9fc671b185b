using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Pull;

/// <summary>Streams that an ffmpeg of the server's makes by the user's arguments.</summary>
[Trait("Speed", "slow")]
public sealed partial class FfmpegSourceTests
{
    private static readonly TestClip Clip = Clips.Plain with { Seconds = 3 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FramesOfAFileThatIsLoopedComeOutOverAndOver()
    {
        string media = await TestMedia.GetAsync(Clip);
        int length = (await DecodedHashes.ReadAsync(media)).Count;
        await using HeadraceProcess server = await StartAsync(media);
        IReadOnlyList<uint> numbers = (await FfmpegPlayer.PlayRtspAsync(server.Rtsp("film"), length * 2)).Numbers;
        Assert.Equal(length * 2, numbers.Count);
        Assert.Equal(Enumerable.Range(0, length * 2).Select(i => (uint)((numbers[0] + i) % length)), numbers);
        Assert.DoesNotContain("se-cret", server.Log + (await server.GetAsync("streams/film")).GetRawText() + (await server.GetAsync("config")).GetRawText(), StringComparison.Ordinal);
        await server.StopAsync();
    }

    [Fact]
    [Trait("Pain", "9")]
    public async Task ProgramThatIsKilledComesBackUnderItsViewer()
    {
        await using HeadraceProcess server = await StartAsync(await TestMedia.GetAsync(Clip));
        await using ClientProcess viewer = FfmpegPlayer.StartRtsp(server.Rtsp("film"));
        await Eventually.True(() => FfmpegPlayer.Decoded(viewer).Frames >= 30, "the viewer plays", cancellation: Cancellation);
        Assert.Equal(1, await server.CensusAsync("children"));
        using (Process child = Process.GetProcessById(Children(server)[0])) child.Kill();
        await Eventually.True(() => Children(server).Length == 2, "it is started again", cancellation: Cancellation);
        Assert.Contains("ffmpeg ended with exit code 137", (await server.GetAsync("streams/film")).GetProperty("lastError").GetString(), StringComparison.Ordinal);
        int before = FfmpegPlayer.Decoded(viewer).Frames;
        await Eventually.True(() => FfmpegPlayer.Decoded(viewer).Frames >= before + 60, "the viewer goes on", cancellation: Cancellation);
        await server.StopAsync();
    }

    [Fact]
    public async Task OtherArgumentsHoldAtOnceUnderTheViewer()
    {
        Skip.UnlessInstalled("ffmpeg");
        string media = await TestMedia.GetAsync(Clip);
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "headrace.yml");
        await WriteAsync(file, media, "");
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--config", file);
        await server.WaitForStreamAsync("film");
        await using ClientProcess viewer = FfmpegPlayer.StartRtsp(server.Rtsp("film"));
        await Eventually.True(() => FfmpegPlayer.Decoded(viewer).Frames >= 30, "the viewer plays", cancellation: Cancellation);
        await WriteAsync(file, media, "-an, ");
        await Eventually.True(() => Children(server).Length == 2, "it is started with the other arguments", cancellation: Cancellation);
        int before = FfmpegPlayer.Decoded(viewer).Frames;
        await Eventually.True(() => FfmpegPlayer.Decoded(viewer).Frames >= before + 60, $"the viewer goes on\n{server.Log}", cancellation: Cancellation);
        await server.StopAsync();
    }

    [Fact]
    public async Task WhatFfmpegCannotDoIsSaidWithoutPasswords()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync(
            "--streams:film:source", "ffmpeg:", "--streams:film:ffmpegArguments", "-rtsp_transport,tcp,-i,rtsp://ann:se-cret@127.0.0.1:1/cam?token=se-cret,-c,copy");
        string error = await Eventually.Value(
            async () => (await server.GetAsync("streams/film")).TryGetProperty("lastError", out var found) ? found.GetString() : null, () => "the stream has an error", cancellation: Cancellation);
        Assert.Contains("Connection refused", error, StringComparison.Ordinal);
        Assert.DoesNotContain("se-cret", error + server.Log, StringComparison.Ordinal);
        await server.StopAsync();
    }

    [Fact]
    public async Task ApiMakesNone()
    {
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        using HttpResponseMessage answer = await server.Http.PostAsJsonAsync(
            "api/v1/streams", new { name = "film", source = "ffmpeg:", ffmpegArguments = new[] { "-i", "/etc/passwd" } }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("the API cannot make a source of ffmpeg:", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(Children(server));
        await server.StopAsync();
    }

    /// <summary>A server whose stream <c>film</c> is the file, over and over.</summary>
    private static async Task<HeadraceProcess> StartAsync(string media)
    {
        Skip.UnlessInstalled("ffmpeg");
        HeadraceProcess server = await HeadraceProcess.StartAsync(
            "--streams:film:source", "ffmpeg:", "--streams:film:ffmpegArguments", $"[-re, -stream_loop, '-1', -i, '{media}', -c, copy, -metadata, 'comment=se-cret, $(id) `id`']");
        await server.WaitForStreamAsync("film");
        return server;
    }

    private static async Task WriteAsync(string file, string media, string more)
    {
        await File.WriteAllTextAsync(file + "~", $"streams: {{ film: {{ source: \"ffmpeg:\", ffmpegArguments: [-re, -stream_loop, \"-1\", -i, '{media}', -c, copy, {more}-map_metadata, \"-1\"] }} }}\n", Cancellation);
        File.Move(file + "~", file, overwrite: true);
    }

    /// <summary>Ids of the processes that the server started, in turn.</summary>
    private static int[] Children(HeadraceProcess server) =>
        [.. ProcessStarted().Matches(server.Log).Select(started => int.Parse(started.Groups[1].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"ffmpeg: starts \(ffmpeg, process (\d+)\)")]
    private static partial Regex ProcessStarted();
}
