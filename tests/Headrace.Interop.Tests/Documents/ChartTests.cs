using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Documents;

/// <summary>The charts of <c>docs/performance.md</c> are what <c>bench/charts.py</c> makes of the figures beside them.</summary>
[Trait("Speed", "slow")]
public sealed class ChartTests
{
    [Theory]
    [InlineData("costs.svg")]
    [InlineData("growth.svg")]
    public async Task ChartShowsTheFiguresBesideIt(string chart)
    {
        Skip.UnlessInstalled("python3");
        string images = Path.Combine(TestFolders.Root, "docs/images");
        using TemporaryFolder folder = new();
        await ClientProcess.RunAsync("python3", [Path.Combine(TestFolders.Root, "bench/charts.py"), Path.Combine(images, "performance.json"), folder.Path]);
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(folder.Path, chart), TestContext.Current.CancellationToken), await File.ReadAllTextAsync(Path.Combine(images, chart), TestContext.Current.CancellationToken));
    }
}
