using Headrace.Containers.MpegTs.Checking;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Playlists;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Hls;

/// <summary>ffmpeg publishes over RTSP, programs play over HLS with MPEG-TS segments.</summary>
[Trait("Speed", "slow")]
public sealed class TransportStreamTests
{
    private const int Frames = 120;

    /// <summary>
    /// All programs (of open groups of pictures ffmpeg alone) read at the same time, and as soon as there is a playlist: GStreamer 1.22 shows nothing, for ever, where that has one segment. Frames and their bytes are those that were sent.
    /// </summary>
    [Theory]
    [InlineData(nameof(Clips.Plain))]
    [InlineData(nameof(Clips.Pyramid))]
    [InlineData(nameof(Clips.OpenGroups))]
    [InlineData(nameof(Clips.Hevc))]
    public async Task ProgramsDecodeEveryFrameAndWhatGoesInComesOut(string clip)
    {
        string file = await TestMedia.GetAsync(Clips.Named(clip));
        await using HeadraceProcess server = await HeadraceProcess.StartAsync();
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(file, server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        string url = server.HlsTransport("cam1");
        Task<BarcodeReport>[] players = Clips.Named(clip).HasOpenGops ? [FfmpegPlayer.PlayHlsAsync(url, Frames)] :
        [
            FfmpegPlayer.PlayHlsAsync(url, Frames), GStreamerPlayer.PlayHlsAsync(url, Clips.Named(clip).Height, Frames), MpvPlayer.PlayAsync(url, Frames),
            VlcPlayer.PlayAsync(url, Clips.Named(clip).Width, Clips.Named(clip).Height, Frames),
        ];
        await Task.WhenAll(AssertSameAsync(file, clip, "v:0", url), AssertSameAsync(file, clip, "a:0", url));
        foreach (BarcodeReport report in await Task.WhenAll(players)) Run.AssertIsContinuous(report, Frames);
        await server.StopAsync();
    }

    [Fact]
    public async Task StreamAndPlaylistOfAMinuteKeepEveryRule()
    {
        TimeSpan duration = TimeSpan.FromSeconds(60);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--hls:variant", "mpegts");
        await using ClientProcess publisher = FfmpegPublisher.StartRtsp(await TestMedia.GetAsync(Clips.Plain), server.Rtsp("cam1"));
        await server.WaitForStreamAsync("cam1");
        Task check = PlaylistCheck.AssertIsCleanAsync(server.Hls("cam1"), duration);
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "minute.ts");
        TsChecker checker = new();
        int segments = await CollectAsync(server, "cam1/hls/ts/", duration, checker, file);
        await check;
        Assert.InRange(segments, duration.TotalSeconds / 4, duration.TotalSeconds);
        Assert.True(checker.Breaches == 0, string.Join('\n', checker.Findings));
        await using ClientProcess probe = ClientProcess.Start("ffprobe", ["-v", "warning", "-show_entries", "packet=pts", "-of", "csv=p=0", "-f", "mpegts", file]);
        Assert.Equal(0, await probe.WaitForExitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.Empty(probe.Errors);
        await server.StopAsync();
    }

    private static async Task AssertSameAsync(string file, string clip, string track, string url)
    {
        if (track == "a:0" && Clips.Named(clip).Audio == AudioCodec.None) return;
        VideoCodec codec = track == "v:0" ? Clips.Named(clip).Video : VideoCodec.None;
        // ADTS headers of a transport stream are taken off as MP4 has none.
        bool isAac = track == "a:0" && Clips.Named(clip).Audio == AudioCodec.Aac;
        IReadOnlyList<FrameHash> received = await ReadAsync(url, track, codec, 4, isAac);
        Run.AssertIsPartOf(await ReadAsync(file, track, codec, null, isAac: false), received, atLeast: 100);
    }

    private static async Task<IReadOnlyList<FrameHash>> ReadAsync(string source, string track, VideoCodec codec, double? seconds, bool isAac)
    {
        if (!isAac) return await FrameHashes.ReadAsync(source, track, codec, seconds, cancellation: TestContext.Current.CancellationToken);
        string text = await ClientProcess.RunAsync(
            "ffmpeg",
            ["-nostdin", "-loglevel", "error", "-i", source, "-map", "0:a:0", "-c", "copy", "-t", $"{seconds}", "-bsf:a", "aac_adtstoasc", "-f", "framemd5", "-"],
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken);
        return FrameHashes.Parse(text);
    }

    /// <summary>Takes each segment once, in order, as the playlist comes to name it.</summary>
    private static async Task<int> CollectAsync(HeadraceProcess server, string folder, TimeSpan duration, TsChecker checker, string path)
    {
        await using FileStream file = File.Create(path);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(duration);
        HashSet<string> seen = [];
        try
        {
            while (true)
            {
                string playlist = await server.Http.GetStringAsync($"{folder}index.m3u8", end.Token);
                foreach (string name in playlist.Split('\n').Where(line => line.EndsWith(".ts", StringComparison.Ordinal) && seen.Add(line)))
                {
                    byte[] bytes = await server.Http.GetByteArrayAsync(folder + name, TestContext.Current.CancellationToken);
                    checker.Read(bytes);
                    await file.WriteAsync(bytes, TestContext.Current.CancellationToken);
                }

                string[] lines = playlist.Split('\n');
                long first = long.Parse(lines.First(line => line.StartsWith("#EXT-X-MEDIA-SEQUENCE:", StringComparison.Ordinal)).Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
                long next = first + lines.Count(line => line.EndsWith(".ts", StringComparison.Ordinal));
                // The server answers when there is something new.
                using HttpResponseMessage _ = await server.Http.GetAsync($"{folder}index.m3u8?_HLS_msn={next}", end.Token);
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            checker.Complete();
            return seen.Count;
        }
    }
}
