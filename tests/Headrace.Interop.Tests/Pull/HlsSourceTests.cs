using System.Text.Json;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Publishers;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Pull;

/// <summary>Playlists that ffmpeg makes, and those of another Headrace, are sources of streams.</summary>
[Trait("Speed", "slow")]
public sealed class HlsSourceTests
{
    private static readonly TestClip Clip = Clips.Plain with { BFrames = 2 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FramesOfPlaylistsOfFilesComeOutAsTheyAre()
    {
        const string Key = "0123456789abcdef";
        using TemporaryFolder folder = new();
        string clip = await TestMedia.GetAsync(Clip);
        string[] forms = ["ts", "fmp4", "range", "mp4range", "key", "sound"];
        foreach (string form in forms) Directory.CreateDirectory(Path.Combine(folder.Path, form));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "key", "k.bin"), Key, Cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "key", "info"), $"k.bin\n{Path.Combine(folder.Path, "key", "k.bin")}\n", Cancellation);
        await Task.WhenAll(
            PackageAsync(clip, folder, "ts"), PackageAsync(clip, folder, "fmp4", "-hls_segment_type", "fmp4"), PackageAsync(clip, folder, "range", "-hls_flags", "single_file"),
            PackageAsync(clip, folder, "mp4range", "-hls_segment_type", "fmp4", "-hls_flags", "single_file"), PackageAsync(clip, folder, "key", "-hls_key_info_file", Path.Combine(folder.Path, "key", "info")),
            PackageAsync(clip, folder, "sound", [.. SoundOfItsOwn]));
        await using FolderSite site = FolderSite.Start(folder.Path);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync([.. forms.SelectMany(form => new[] { $"--streams:{form}:source", $"{site.Url}{form}/index.m3u8", $"--streams:{form}:sourceOnDemand", "true" })]);

        await Task.WhenAll(forms.Select(form => AssertIsTheClipAsync(server, form, clip)));

        await server.StopAsync();
    }

    [Fact]
    public async Task FramesOfLivePlaylistsComeOutAsTheyAreOverManyReloads()
    {
        using TemporaryFolder folder = new();
        string clip = await TestMedia.GetAsync(Clip);
        string[] forms = ["ts", "fmp4", "sound"];
        foreach (string form in forms) Directory.CreateDirectory(Path.Combine(folder.Path, form));
        await using FolderSite site = FolderSite.Start(folder.Path);
        await using ClientProcess ts = StartLive(clip, folder, "ts");
        await using ClientProcess fmp4 = StartLive(clip, folder, "fmp4", "-hls_segment_type", "fmp4");
        await using ClientProcess sound = StartLive(clip, folder, "sound", [.. SoundOfItsOwn]);
        await Eventually.True(() => forms.All(form => File.Exists(Path.Combine(folder.Path, form, "index.m3u8"))), "there are playlists", cancellation: Cancellation);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync([.. forms.SelectMany(form => new[] { $"--streams:{form}:source", $"{site.Url}{form}/index.m3u8" })]);
        await Task.WhenAll(forms.Select(server.WaitForStreamAsync));

        await Task.WhenAll(forms.Select(form => AssertIsTheClipAsync(server, form, clip, seconds: 8)));

        foreach (string form in forms)
        {
            JsonElement stream = await server.GetAsync($"streams/{form}");
            JsonElement timeline = stream.GetProperty("timeline");
            Assert.Equal((0, 0, 0), (timeline.GetProperty("dropped").GetInt32(), timeline.GetProperty("gaps").GetInt32(), timeline.GetProperty("discontinuities").GetInt32()));
        }

        Assert.Equal(forms.Length, (await server.SessionsAsync("hls", "publisher")).Count);

        await server.StopAsync();
    }

    [Fact]
    public async Task TimestampsThatBeginAnewAtADiscontinuityLoseNoFrame()
    {
        using TemporaryFolder folder = new();
        string clip = await TestMedia.GetAsync(Clips.Plain);
        string playlist = Path.Combine(folder.Path, "index.m3u8");
        string[] common = ["-nostdin", "-loglevel", "error", "-t", "3", "-i", clip, "-c", "copy", "-f", "hls", "-hls_time", "1", "-hls_list_size", "0"];
        await ClientProcess.RunAsync("ffmpeg", [.. common, "-hls_flags", "append_list+omit_endlist", playlist], cancellation: Cancellation);
        await ClientProcess.RunAsync("ffmpeg", [.. common, "-hls_flags", "append_list+discont_start", playlist], cancellation: Cancellation);
        Assert.Contains("#EXT-X-DISCONTINUITY", await File.ReadAllTextAsync(playlist, Cancellation), StringComparison.Ordinal);
        await using FolderSite site = FolderSite.Start(folder.Path);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:film:source", $"{site.Url}index.m3u8", "--streams:film:sourceOnDemand", "true");

        IReadOnlyList<uint> numbers = (await FfmpegPlayer.PlayRtspAsync(server.Rtsp("film"), 170)).Numbers;

        Assert.Equal(Enumerable.Range(0, 170).Select(static i => (uint)(i % 90)), numbers);
        await server.StopAsync();
    }

    [Fact]
    public async Task FramesOfAnotherServerComeOutAsTheyAreInEachOfItsForms()
    {
        string clip = await TestMedia.GetAsync(Clips.Plain);
        string[] forms = ["lowLatency", "fmp4", "mpegts"];
        await using HeadraceProcess first = await HeadraceProcess.StartAsync(["--hls:segmentDuration", "1s", .. forms.SelectMany(static form => new[] { $"--streams:{form}:hls:variant", form })]);
        await using ClientProcess one = FfmpegPublisher.StartRtsp(clip, first.Rtsp(forms[0]));
        await using ClientProcess two = FfmpegPublisher.StartRtsp(clip, first.Rtsp(forms[1]));
        await using ClientProcess three = FfmpegPublisher.StartRtsp(clip, first.Rtsp(forms[2]));
        await Task.WhenAll(forms.Select(first.WaitForStreamAsync));
        await using HeadraceProcess second = await HeadraceProcess.StartAsync([.. forms.SelectMany(form => new[] { $"--streams:{form}:source", first.Hls(form) })]);
        await Task.WhenAll(forms.Select(second.WaitForStreamAsync));

        await Task.WhenAll(forms.Select(form => AssertIsTheClipAsync(second, form, clip)));

        foreach (string form in forms) Assert.Equal(0, (await second.GetAsync($"streams/{form}")).GetProperty("timeline").GetProperty("discontinuities").GetInt32());
        await second.StopAsync();
        await first.StopAsync();
    }

    /// <summary>A variant whose sound has a playlist of its own.</summary>
    private static IEnumerable<string> SoundOfItsOwn => ["-map", "0:v", "-map", "0:a", "-var_stream_map", "a:0,agroup:sound,default:yes v:0,agroup:sound", "-master_pl_name", "index.m3u8"];

    private static Task<string> PackageAsync(string clip, TemporaryFolder folder, string form, params string[] options) =>
        ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-t", "7", "-i", clip, "-c", "copy", "-f", "hls", "-hls_time", "1", "-hls_playlist_type", "vod", .. options, Output(folder, form)], cancellation: Cancellation);

    private static ClientProcess StartLive(string clip, TemporaryFolder folder, string form, params string[] options) =>
        ClientProcess.Start("ffmpeg", ["-nostdin", "-loglevel", "error", "-re", "-i", clip, "-c", "copy", "-f", "hls", "-hls_time", "1", "-hls_list_size", "5", "-hls_flags", "delete_segments", .. options, Output(folder, form)]);

    private static string Output(TemporaryFolder folder, string form) => Path.Combine(folder.Path, form, form == "sound" ? "media%v.m3u8" : "index.m3u8");

    private static async Task AssertIsTheClipAsync(HeadraceProcess server, string stream, string clip, int seconds = 4)
    {
        string[] overTcp = ["-rtsp_transport", "tcp"];
        Task<IReadOnlyList<FrameHash>> pictures = FrameHashes.ReadAsync(server.Rtsp(stream), "v:0", VideoCodec.H264, seconds, overTcp, cancellation: Cancellation);
        Task<IReadOnlyList<FrameHash>> sound = FrameHashes.ReadAsync(server.Rtsp(stream), "a:0", VideoCodec.None, seconds, overTcp, cancellation: Cancellation);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(clip, "v:0", VideoCodec.H264, cancellation: Cancellation), await pictures, seconds * 28);
        Run.AssertIsPartOf(await FrameHashes.ReadAsync(clip, "a:0", cancellation: Cancellation), await sound, seconds * 40);
    }
}
