using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Server;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Files;

/// <summary>Files, and what web servers send, played by the server itself and read by ffmpeg.</summary>
[Trait("Speed", "slow")]
public sealed class FileAndHttpSourceTests
{
    private static readonly TestClip Clip = Clips.Plain with { Seconds = 3, BFrames = 2 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FramesOfAFileComeOverItsSeamsOverRtspAndHls()
    {
        string media = await TestMedia.GetAsync(Clip);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync("--streams:film:source", $"file:{media}", "--streams:gone:source", "file:/no/such/film.mp4");
        await server.WaitForStreamAsync("film");
        const int Length = 90;
        Task<BarcodeReport> rtsp = FfmpegPlayer.PlayRtspAsync(server.Rtsp("film"), Length * 2);
        Task<BarcodeReport> hls = FfmpegPlayer.PlayHlsAsync(server.HlsTransport("film"), Length * 2);
        foreach (BarcodeReport report in await Task.WhenAll(rtsp, hls))
        {
            uint[] numbers = [.. report.Numbers];
            Assert.Equal(Length * 2, numbers.Length);
            Assert.Equal(Enumerable.Range(0, Length * 2).Select(i => (uint)((numbers[0] + i) % Length)), numbers);
        }

        Assert.Equal("there is no file /no/such/film.mp4", (await server.GetAsync("streams/gone")).GetProperty("lastError").GetString());
        await server.StopAsync();
    }

    [Fact]
    public async Task WebServersAreFetchedFromLiveAndAsFiles()
    {
        Skip.UnlessInstalled("ffmpeg", "python3");
        string media = await TestMedia.GetAsync(Clips.Plain);
        using TemporaryFolder folder = new();
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-i", media, "-c", "copy", "-t", "20", Path.Combine(folder.Path, "film.flv")], cancellation: Cancellation);
        int[] ports = FreePorts.Take(3);
        await using ClientProcess files = ClientProcess.Start("python3", ["-m", "http.server", $"{ports[0]}", "--bind", "127.0.0.1", "--directory", folder.Path]);
        string[] input = ["-nostdin", "-loglevel", "error", "-re", "-i", media, "-c", "copy"];
        await using ClientProcess ts = ClientProcess.Start("ffmpeg", [.. input, "-f", "mpegts", "-listen", "1", $"http://127.0.0.1:{ports[1]}/live"]);
        await using ClientProcess mp4 = ClientProcess.Start("ffmpeg", [.. input, "-f", "mp4", "-movflags", "frag_keyframe+empty_moov+default_base_moof", "-frag_duration", "200000", "-listen", "1", $"http://127.0.0.1:{ports[2]}/live"]);
        await using HeadraceProcess server = await HeadraceProcess.StartAsync(
            "--streams:film:source", $"http://127.0.0.1:{ports[0]}/film.flv", "--streams:ts:source", $"http://127.0.0.1:{ports[1]}/live", "--streams:mp4:source", $"http://127.0.0.1:{ports[2]}/live",
            "--streams:none:source", $"http://127.0.0.1:{ports[0]}/none.ts");
        string[] names = ["film", "ts", "mp4"];
        foreach (string name in names) await server.WaitForStreamAsync(name);
        foreach (BarcodeReport report in await Task.WhenAll(names.Select(name => FfmpegPlayer.PlayRtspAsync(server.Rtsp(name), 90))))
        {
            uint[] numbers = [.. report.Numbers];
            Assert.Equal(90, numbers.Length);
            Assert.Equal(Enumerable.Range(0, 90).Select(i => (uint)(numbers[0] + i)), numbers);
        }

        Assert.Equal("it answers 404 File not found", (await server.GetAsync("streams/none")).GetProperty("lastError").GetString());
        await server.StopAsync();
    }

    [Fact]
    public async Task OneServerFetchesWhatAnotherSendsOverHttp()
    {
        string media = await TestMedia.GetAsync(Clips.Plain);
        await using HeadraceProcess first = await HeadraceProcess.StartAsync("--streams:film:source", $"file:{media}");
        await first.WaitForStreamAsync("film");
        string[] names = ["ts", "flv"];
        await using HeadraceProcess second = await HeadraceProcess.StartAsync([.. names.SelectMany(name => (string[])[$"--streams:{name}:source", $"{first.Page("film")}.{name}"])]);
        foreach (string name in names) await second.WaitForStreamAsync(name);
        foreach (BarcodeReport report in await Task.WhenAll(names.Select(name => FfmpegPlayer.PlayRtspAsync(second.Rtsp(name), 60))))
        {
            uint[] numbers = [.. report.Numbers];
            Assert.Equal(Enumerable.Range(0, 60).Select(i => (uint)(numbers[0] + i)), numbers);
        }

        await second.StopAsync();
        await first.StopAsync();
    }
}
