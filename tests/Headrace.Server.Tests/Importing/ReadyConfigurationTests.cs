using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Tests.Configuration;

namespace Headrace.Server.Tests.Importing;

/// <summary>The configurations in examples/.</summary>
public sealed class ReadyConfigurationTests
{
    private static readonly string Folder = FindFolder();

    public static TheoryData<string> Files { get; } = [.. Directory.GetFiles(Folder, "*.yml").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void ServerReadsThem(string file) => Assert.Empty(Configurations.ErrorsOf(File.ReadAllText(Path.Combine(Folder, file))));

    [Fact]
    public void SeedsHaveTheDefaultsOfTheirServers()
    {
        LoadedConfiguration loaded = Configurations.Load(File.ReadAllText(Path.Combine(Folder, "seeds.yml")));
        HeadraceOptions options = loaded.Options;
        Assert.Equal([":8009", ":8080"], options.Http.Listen.Select(address => address.ToString()));
        Assert.Equal((":30000", ":5004", 5005), (options.Srt.Listen.ToString(), options.Rtp.Listen.ToString(), options.Rtp.RtcpPort));
        Assert.Equal((TimeSpan.FromSeconds(10), 6), (options.Defaults.Options.Hls.SegmentDuration, options.Defaults.Options.Hls.SegmentCount));
        Assert.Equal((25, "8GB", "400MB"), (options.Limits.MaxStreams, options.Limits.Memory.Global.ToString(), options.Limits.Memory.PerStream.ToString()));
    }

    private static string FindFolder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Headrace.slnx"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "examples");
    }
}
