using System.Text.RegularExpressions;
using Headrace.Interop.Tests.Players;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Sessions;

/// <summary>What a newcomer does first: starts the demo, opens the page that it prints, ends it.</summary>
[Collection(nameof(Browser))]
[Trait("Speed", "slow")]
public sealed partial class DemoTests
{
    [Fact]
    public async Task PageThatTheDemoPrintsPlays()
    {
        Skip.UnlessInstalled("ffmpeg");
        int[] ports = FreePorts.Take(2);
        using TemporaryFolder state = new();
        string[] arguments = ["demo", "--http:listen", $"127.0.0.1:{ports[0]}", "--rtsp:listen", $"127.0.0.1:{ports[1]}", "--state", state.Path];
        await using ClientProcess demo = ClientProcess.Start("dotnet", [TestFolders.ServerAssembly, .. arguments], state.Path);
        await demo.WaitForTextAsync("/demo", cancellation: TestContext.Current.CancellationToken);
        Match page = PageAddress().Match(demo.Output + demo.Errors);
        Assert.True(page.Success, demo.Output + demo.Errors);
        PlaybackReport report = await Browser.OpenPageAsync(page.Value, frames: 150, isClock: true);
        Assert.Equal("live", report.Status);
        Assert.True(report.Frames + report.MissedCallbacks >= 150, report.ToString());
        Assert.True(report.DecodedAudioBytes > 0, report.ToString());
        demo.Send(UnixSignal.Interrupt);
        Assert.Equal(0, await demo.WaitForExitAsync(cancellation: TestContext.Current.CancellationToken));
    }

    [GeneratedRegex(@"http://\S+/demo")]
    private static partial Regex PageAddress();
}
