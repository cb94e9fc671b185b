using System.Globalization;
using System.Text.Json;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Tracks;

/// <summary>Interlaced video, published by ffmpeg and read by it over RTSP and HLS: what is counted, timed and announced is frames; H.265 knows no frames of two fields.</summary>
[Trait("Speed", "slow")]
public sealed class InterlacedTests
{
    private const int Seconds = 12;
    private const int MostFrames = 75;
    private const int FramesOfOneTime = 5;

    /// <summary>By stream: pictures a second.</summary>
    private static readonly (string Name, int Rate, Func<Task<string>> File)[] Streams = [("paff", 25, FieldsAsync), ("mbaff", 25, MacroblocksAsync), ("hevc-fields", 50, HevcFieldsAsync)];

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FramesAreCountedAndTimedOverRtspAndHls()
    {
        Skip.UnlessInstalled("ffmpeg", "ffprobe");
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        List<ClientProcess> publishers = [];
        try
        {
            foreach ((string name, _, Func<Task<string>> file) in Streams) publishers.Add(FfmpegPublisher.StartRtsp(await file(), server.Rtsp(name)));
            foreach ((string name, _, _) in Streams) await server.WaitForStreamAsync(name);
            await Task.WhenAll(Streams.SelectMany(stream => new[]
            {
                AssertFramesAsync(stream.Rate, ["-rtsp_transport", "tcp", "-i", server.Rtsp(stream.Name)]),
                AssertFramesAsync(stream.Rate, ["-i", server.Hls(stream.Name)]),
                AssertFramesAsync(stream.Rate, ["-i", server.HlsTransport(stream.Name)]),
            }));
            foreach ((string name, int rate, _) in Streams)
            {
                string playlist = await server.Http.GetStringAsync(server.Hls(name), Cancellation);
                Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"FRAME-RATE={rate:0.000}"), playlist, StringComparison.Ordinal);
            }

            foreach (ClientProcess publisher in publishers) await publisher.WaitForExitAsync(Deadline, Cancellation);
            foreach ((string name, int rate, _) in Streams)
            {
                JsonElement track = (await server.GetAsync($"streams/{name}/stats")).GetProperty("tracks")[0];
                Assert.Equal(Seconds * rate, track.GetProperty("units").GetInt64());
                Assert.Equal(Seconds, track.GetProperty("keyFrames").GetInt64());
            }
        }
        finally
        {
            foreach (ClientProcess publisher in publishers) await publisher.DisposeAsync();
        }

        await server.StopAsync();
    }

    /// <summary>Decodes, and checks that every frame lies behind the one before by as long as it lasts.</summary>
    private static async Task AssertFramesAsync(int rate, string[] input)
    {
        await using ClientProcess player = ClientProcess.Start(
            "ffmpeg",
            ["-nostdin", "-loglevel", "error", .. input, "-map", "0:v:0", "-frames:v", $"{MostFrames}", "-vf", "scale=16:16", "-fps_mode", "passthrough", "-enc_time_base", "1/90000", "-f", "framemd5", "-"]);
        await player.WaitForExitAsync(Deadline, Cancellation);
        Assert.Equal("", player.Errors);
        long[] times = [.. player.Output.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => long.Parse(line.Split(',')[2], CultureInfo.InvariantCulture))];
        Assert.Equal(MostFrames, times.Length);
        // Over RTSP ffmpeg gives the first few one time, until it has seen how far pictures are reordered.
        Assert.All(times.Zip(times.Skip(1), (a, b) => b - a).Skip(FramesOfOneTime), step => Assert.Equal(90_000 / rate, step));
    }

    private static Task<string> FieldsAsync() => DerivedMedia.GetAsync($"paff-{Seconds}s.ts", async path =>
    {
        string bytes = path + ".h264";
        await File.WriteAllBytesAsync(bytes, FieldCodedVideo.Stream(Seconds * FieldCodedVideo.FrameRate), Cancellation);
        await FfmpegAsync(["-f", "h264", "-i", bytes, "-c", "copy", "-f", "mpegts", path]);
        File.Delete(bytes);
    });

    private static Task<string> MacroblocksAsync() => DerivedMedia.GetAsync(
        $"mbaff-{Seconds}s.ts",
        path => FfmpegAsync(
            ["-f", "lavfi", "-i", $"testsrc2=size=320x192:rate=25:duration={Seconds}", "-c:v", "libx264", "-preset", "superfast", "-flags", "+ilme+ildct", "-x264-params",
             "interlaced=1:tff=1:keyint=25:min-keyint=25:scenecut=0:bframes=2", "-f", "mpegts", path]));

    private static Task<string> HevcFieldsAsync() => DerivedMedia.GetAsync(
        $"hevc-fields-{Seconds}s.ts",
        path => FfmpegAsync(
            ["-f", "lavfi", "-i", $"testsrc2=size=320x96:rate=50:duration={Seconds}", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params",
             "interlace=tff:keyint=50:min-keyint=50:scenecut=0:open-gop=0:bframes=2:log-level=error", "-f", "mpegts", path]));

    private static Task<string> FfmpegAsync(string[] arguments) => ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-hide_banner", "-loglevel", "error", "-y", .. arguments], Deadline, Cancellation);
}
