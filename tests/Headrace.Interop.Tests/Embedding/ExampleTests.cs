using System.Net;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Pull;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Embedding;

/// <summary>The examples are short, and do what their first line says.</summary>
[Trait("Speed", "slow")]
public sealed class ExampleTests
{
    private const int MostLines = 60;
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(40);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Directory.GetDirectories(Path.Combine(TestFolders.Root, "examples")).Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ExampleIsReadAtAGlance(string name) =>
        Assert.InRange(File.ReadLines(Path.Combine(TestFolders.Root, "examples", name, "Program.cs")).Count(), 1, MostLines);

    [Fact]
    public async Task CameraIsServedOverHls()
    {
        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(Clips.Plain);
        int port = FreePorts.Take(1)[0];
        await using ClientProcess example = Start("CameraToHls", [camera.Url, $"{port}"]);
        await AssertPlaysAsync(example, $"http://127.0.0.1:{port}/live/camera/index.m3u8", readsNumbers: true);
        await StopAsync(example);
    }

    [Fact]
    public async Task FramesOfAnEncoderArePublished()
    {
        Skip.UnlessInstalled("ffmpeg");
        int port = FreePorts.Take(1)[0];
        await using ClientProcess example = Start("PublishFrames", [$"{port}"]);
        await AssertPlaysAsync(example, $"http://127.0.0.1:{port}/live/pattern/index.m3u8", readsNumbers: false);
        await StopAsync(example);
    }

    [Fact]
    public async Task KeyFramesOfACameraArePrinted()
    {
        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(Clips.Plain);
        await using ClientProcess example = Start("ReadCamera", [camera.Url]);
        await Eventually.True(() => Lines(example) >= 3, $"it prints key frames: {example.Errors}", cancellation: Cancellation);
        Assert.Contains("H.264 ", example.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApplicationOfOnesOwnServesACameraBesideItsPages()
    {
        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(Clips.Plain);
        int port = FreePorts.Take(1)[0];
        await using ClientProcess example = Start("HlsInYourApp", [camera.Url, "--urls", $"http://127.0.0.1:{port}"]);
        await AssertPlaysAsync(example, $"http://127.0.0.1:{port}/live/camera/index.m3u8", readsNumbers: true);
        using HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        Assert.Contains("/live/camera/index.m3u8", await http.GetStringAsync("/", Cancellation), StringComparison.Ordinal);
        Assert.Contains("\"name\":\"camera\"", await http.GetStringAsync("/streams", Cancellation), StringComparison.Ordinal);
        await StopAsync(example);
    }

    private static ClientProcess Start(string name, IEnumerable<string> arguments) => ClientProcess.Start("dotnet", [TestFolders.ExampleAssembly(name), .. arguments]);

    private static int Lines(ClientProcess example) => example.Output.Split('\n').Count(line => line.Contains("key frame of", StringComparison.Ordinal));

    private static async Task AssertPlaysAsync(ClientProcess example, string playlist, bool readsNumbers)
    {
        using HttpClient http = new();
        await Eventually.True(() => IsServedAsync(http, playlist), $"the example serves its stream: {example.Output}{example.Errors}", cancellation: Cancellation);
        if (readsNumbers) Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync(playlist, 90), 90);
        else Assert.True((await FrameHashes.ReadAsync(playlist, "v:0", VideoCodec.H264, seconds: 3, cancellation: Cancellation)).Count >= 70);
    }

    private static async Task StopAsync(ClientProcess example)
    {
        example.Send(UnixSignal.Terminate);
        Assert.Equal(0, await example.WaitForExitAsync(StopDeadline, Cancellation));
    }

    private static async Task<bool> IsServedAsync(HttpClient http, string playlist)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(playlist), Cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }
}
