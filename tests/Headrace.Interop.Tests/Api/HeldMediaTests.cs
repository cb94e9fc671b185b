using System.Globalization;
using System.Text.Json;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Api;

/// <summary>Looks into a running stream, which ffprobe reads and ffmpeg decodes.</summary>
public sealed class HeldMediaTests
{
    private const string Stream = "site/cam1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(Clips.Plain), "h264")]
    [InlineData(nameof(Clips.Hevc), "hevc")]
    [InlineData(nameof(Clips.OpenGroups), "h264")]
    public async Task WhatIsHeldIsDecoded(string clip, string codec)
    {
        Skip.UnlessInstalled("ffmpeg", "ffprobe");
        using TemporaryFolder folder = new();
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Named(clip)), server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        await server.WaitForMoreUnitsAsync(Stream, 150);

        string picture = await FetchAsync(server, folder, "p.jpg", $"api/v1/streams/{Stream}/preview", "image/jpeg");
        Assert.StartsWith("mjpeg,", await ProbeAsync(picture, "stream=codec_name,width,height", "v:0"), StringComparison.Ordinal);
        Assert.Equal(1, await DecodeAsync(picture, "jpeg_pipe"));
        Assert.Equal(1, await DecodeAsync(await FetchAsync(server, folder, "s.jpg", $"{Stream}/snapshot.jpg", "image/jpeg"), "jpeg_pipe"));

        string file = await FetchAsync(server, folder, "c.mp4", "api/v1/video/preview/site%2Fcam1?duration=2", "video/mp4");
        Assert.InRange(await DecodeAsync(file, "mp4"), 60, 150);
        Assert.StartsWith(codec, await ProbeAsync(file, "stream=codec_name", "v:0"), StringComparison.Ordinal);

        Assert.InRange(await DecodeAsync(await FetchAsync(server, folder, "d", $"api/v1/streams/{Stream}/data?duration=1", "*/*"), codec), 30, 120);
        Assert.Equal(1, await DecodeAsync(await FetchAsync(server, folder, "i", $"api/v1/streams/{Stream}/iframe", "*/*"), codec));

        JsonElement held = await server.GetAsync($"streams/{Stream}/buffer");
        JsonElement whole = held.GetProperty("gops").EnumerateArray().Last(gop => gop.GetProperty("isComplete").GetBoolean());
        JsonElement[] frames = [.. (await server.GetAsync($"streams/{Stream}/buffer?number={whole.GetProperty("number").GetInt64()}")).GetProperty("frames").EnumerateArray()];
        Assert.Equal(whole.GetProperty("frames").GetInt32(), frames.Length);
        Assert.Equal(whole.GetProperty("bytes").GetInt64(), frames.Sum(frame => frame.GetProperty("bytes").GetInt64()));
        Assert.Equal("i", frames[0].GetProperty("kind").GetString());
        JsonElement parameters = (await server.GetAsync($"streams/{Stream}/parameters")).GetProperty("items")[0];
        Assert.Equal(
            await ProbeAsync(file, "stream=width,height", "v:0"),
            string.Create(CultureInfo.InvariantCulture, $"{parameters.GetProperty("width").GetInt32()},{parameters.GetProperty("height").GetInt32()}"));
        await server.StopAsync();
    }

    [Fact]
    public async Task SoundIsDecodedToo()
    {
        Skip.UnlessInstalled("ffmpeg", "ffprobe");
        using TemporaryFolder folder = new();
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp(Stream));
        await server.WaitForStreamAsync(Stream);
        await server.WaitForMoreUnitsAsync(Stream, 90);
        string sound = await FetchAsync(server, folder, "a", $"api/v1/streams/{Stream}/data?duration=1&track=1", "*/*");
        Assert.InRange(await DecodeAsync(sound, "aac", "a:0"), 40, 150);
        string file = await FetchAsync(server, folder, "c.mp4", $"api/v1/streams/{Stream}/preview?duration=1", "video/mp4");
        Assert.InRange(await DecodeAsync(file, "mp4", "a:0"), 40, 150);
        await server.StopAsync();
    }

    private static async Task<string> FetchAsync(HeadraceProcess server, TemporaryFolder folder, string name, string address, string accept)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Headers.Add("Accept", accept);
        using HttpResponseMessage answer = await server.Http.SendAsync(request, Cancellation);
        byte[] body = await answer.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, System.Text.Encoding.UTF8.GetString(body));
        string path = Path.Combine(folder.Path, name);
        await File.WriteAllBytesAsync(path, body, Cancellation);
        return path;
    }

    private static async Task<string> ProbeAsync(string path, string entries, string stream) =>
        (await ClientProcess.RunAsync("ffprobe", ["-v", "error", "-select_streams", stream, "-show_entries", entries, "-of", "csv=p=0", path], cancellation: Cancellation)).Trim();

    /// <summary>Frames that are decoded without a word of complaint.</summary>
    private static async Task<int> DecodeAsync(string path, string format, string stream = "v:0")
    {
        await using ClientProcess decoder = ClientProcess.Start("ffmpeg", ["-v", "error", "-f", format, "-i", path, "-map", $"0:{stream}", "-f", "framecrc", "-"]);
        Assert.Equal(0, await decoder.WaitForExitAsync(cancellation: Cancellation));
        Assert.True(decoder.Errors.Length == 0, decoder.Errors);
        return decoder.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => !line.StartsWith('#'));
    }
}
