using System.Text.RegularExpressions;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Schema;

namespace Headrace.Server.Tests.Configuration;

/// <summary>What docs/operations/configuration.md shows is what the server reads.</summary>
public sealed partial class DocumentedConfigurationTests
{
    private static readonly string[] Examples = ReadExamples();

    [Fact]
    public void DocumentedDefaultsAreTheDefaults()
    {
        LoadedConfiguration loaded = Configurations.Load(Examples[0]);
        Assert.Empty(loaded.Errors);
        HeadraceOptions preset = new();
        Assert.Equal(preset.Log, loaded.Options.Log);
        Assert.Equal(preset.Http.Listen.AsEnumerable(), loaded.Options.Http.Listen);
        Assert.Equal(preset.Http.Cors.AsEnumerable(), loaded.Options.Http.Cors);
        Assert.Equal(preset.Http.Tls.Listen.AsEnumerable(), loaded.Options.Http.Tls.Listen);
        Assert.Equal((preset.Http.Tls.Certificate, preset.Http.Tls.Key), (loaded.Options.Http.Tls.Certificate, loaded.Options.Http.Tls.Key));
        Assert.Equal(preset.Http.TrustedProxies.AsEnumerable(), loaded.Options.Http.TrustedProxies);
        Assert.Equal(preset.Auth.Users.AsEnumerable(), loaded.Options.Auth.Users);
        Assert.Equal(preset.Sources.Allow.AsEnumerable(), loaded.Options.Sources.Allow);
        Assert.Equal(preset.Sources.Deny.AsEnumerable(), loaded.Options.Sources.Deny);
        Assert.Equal(preset.Rtsp.Transports.AsEnumerable(), loaded.Options.Rtsp.Transports);
        Assert.Equal((preset.Rtsp.Listen, preset.Rtsp.UdpPorts), (loaded.Options.Rtsp.Listen, loaded.Options.Rtsp.UdpPorts));
        Assert.Equal((preset.State, preset.Limits, preset.Defaults), (loaded.Options.State, loaded.Options.Limits, loaded.Options.Defaults));
    }

    [Fact]
    public void EveryKeyIsDocumented()
    {
        IReadOnlySet<string> shown = Configurations.Load(Examples[0]).SetKeys;
        Assert.All(ConfigurationSchema.Listing.Where(key => !key.Path.Contains("NAME", StringComparison.Ordinal)), key => Assert.Contains(key.Path, (IEnumerable<string>)shown));
    }

    [Fact]
    public void DocumentedStreamsAreRead()
    {
        LoadedConfiguration loaded = Configurations.Load(Examples[1]);
        Assert.Empty(loaded.Errors);
        Assert.Equal(7, loaded.Options.Streams.Count);
    }

    private static string[] ReadExamples()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Headrace.slnx"))) folder = folder.Parent;
        string text = File.ReadAllText(Path.Combine(folder!.FullName, "docs", "operations", "configuration.md"));
        return [.. YamlBlock().Matches(text).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
