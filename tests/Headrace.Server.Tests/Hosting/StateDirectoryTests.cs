using Headrace.Server.Hosting;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Hosting;

public sealed class StateDirectoryTests
{
    [Fact]
    public void DirectoryIsMadeAndBelongsToOneServer()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "a", "state");
        Assert.True(StateDirectory.TryOpen(path, out StateDirectory? first, out string? fault), fault);
        Assert.Equal(path, first.Path);
        Assert.False(StateDirectory.TryOpen(path, out _, out fault));
        Assert.Contains("used by another server", fault, StringComparison.Ordinal);
        first.Dispose();
        Assert.True(StateDirectory.TryOpen(path, out StateDirectory? second, out fault), fault);
        second.Dispose();
    }

    [Fact]
    public void DirectoryBelowAFileCannotBeMade()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");
        Assert.False(StateDirectory.TryOpen(Path.Combine(file, "state"), out _, out string? fault));
        Assert.Contains("cannot be written (", fault, StringComparison.Ordinal);
    }
}
