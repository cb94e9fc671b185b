using Headrace.Interop.Tests.Server;

namespace Headrace.Interop.Tests.Mistakes;

/// <summary>Keys that are spelt wrongly, or stand in the wrong place.</summary>
public sealed class MisspeltKeyTests
{
    [Fact]
    public async Task NearestKeyIsSuggested() =>
        Troubleshooting.IsSaid("A key is misspelt", await HeadraceProcess.FailAsync(Surroundings.None, "--hls:segmentDurration", "4s"));
}
