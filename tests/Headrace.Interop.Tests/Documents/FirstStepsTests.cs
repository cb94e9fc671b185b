using System.Text.RegularExpressions;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Pull;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Documents;

/// <summary>What the README says to a new user leads from a camera to a picture in a browser. (<c>eng/first-steps.sh</c> builds a fresh clone first.)</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed partial class FirstStepsTests : IDisposable
{
    private const int Frames = 75;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CameraPlaysInTheBrowser()
    {
        CommandBlock start = CommandPage.Read("README.md").Blocks[0];
        string run = start.Commands.Single(command => command.StartsWith("./run.sh hls ", StringComparison.Ordinal));
        string open = start.Commands.Single(command => command.StartsWith("xdg-open ", StringComparison.Ordinal));
        long begun = TimeProvider.System.GetTimestamp();
        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(Clips.Camera, "admin", "se-cret");
        string command = Url().Replace(run, camera.Url).Replace("./run.sh", $"exec dotnet '{TestFolders.ServerAssembly}'", StringComparison.Ordinal);
        int[] ports = FreePorts.Take(6);
        await using ClientProcess server = ClientProcess.Start("bash", ["-c", command], _folder.Path, new Dictionary<string, string>
        {
            ["HEADRACE_HTTP__LISTEN"] = $"127.0.0.1:{ports[0]}", ["HEADRACE_RTSP__LISTEN"] = $"127.0.0.1:{ports[1]}", ["HEADRACE_RTSP__UDPPORTS"] = "0", ["HEADRACE_RTMP__LISTEN"] = $"127.0.0.1:{ports[2]}",
            ["HEADRACE_RTP__LISTEN"] = $"127.0.0.1:{ports[3]}", ["HEADRACE_RTP__RTCPPORT"] = $"{ports[4]}", ["HEADRACE_SRT__LISTEN"] = $"127.0.0.1:{ports[5]}",
        });
        await server.WaitForTextAsync("a player at ", cancellation: TestContext.Current.CancellationToken);
        string page = Page().Match(server.Output).Groups[1].Value;
        Assert.Equal(new Uri(open.Split(' ')[1]).AbsolutePath, new Uri(page).AbsolutePath);
        PlaybackReport report = await Browser.OpenPageAsync(page, Frames);
        Assert.Equal("live", report.Status);
        Assert.True(report.Frames + report.MissedCallbacks >= Frames, report.ToString());
        TestContext.Current.TestOutputHelper?.WriteLine($"from the camera's start to {Frames} pictures in the browser: {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0.0} s");
    }

    [GeneratedRegex("rtsp://[^']+")]
    private static partial Regex Url();

    [GeneratedRegex(@"a player at (\S+)")]
    private static partial Regex Page();
}
