using Headrace.Interop.Tests.Server;
using Headrace.TestKit;

namespace Headrace.Interop.Tests.Mistakes;

/// <summary>Keys that are spelt wrongly, or stand in the wrong place.</summary>
public sealed class MisspeltKeyTests
{
    [Fact]
    public async Task NearestKeyIsSuggestedForEachAtOnce()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "headrace.yml");
        await File.WriteAllTextAsync(file, "hls: { segmentDurration: 4s }\nstreamz: { }\n", TestContext.Current.CancellationToken);
        Troubleshooting.IsSaid("A key is misspelt", await HeadraceProcess.FailAsync(Surroundings.None, "--config", file));
    }

    [Fact]
    public async Task NearestOptionIsSuggested() =>
        Troubleshooting.IsSaid("An option is misspelt", await HeadraceProcess.FailAsync(Surroundings.None with { ExitCode = 2 }, "--hls:segmentDurration", "4s"));
}
