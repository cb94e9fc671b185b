using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Schema;
using Headrace.Streaming.Paths;

namespace Headrace.Server.Tests.Configuration;

/// <summary>Settings of streams whose names fit an expression.</summary>
public sealed class TemplateTests
{
    private const string Yaml = """
        hls: { segmentDuration: 3s }
        streams:
          site/hall: { maxReaders: 1 }
          "~^site/([a-z]+)/(cam[0-9])$": { source: "rtsp://ann:secret@nvr/$G1/$G2?of=$G0", sourceOnDemand: true, forward: ["srt://other:8890?streamid=publish:$G1-$G2"] }
          "~^site/": { maxReaders: 5 }
          "~^pair/(.+)$": { sourceOnDemand: true, inputs: [ { label: main, url: "rtsp://$G1.local/main" }, { label: spare, url: "rtsp://$G1.local/sub", priority: 1 } ] }
        """;

    [Fact]
    public void FirstThatFitsCountsAndGroupsStandInIt()
    {
        HeadraceOptions options = Load();
        StreamSettings camera = options.StreamOf(Name("site/yard/cam3"));
        Assert.Equal("rtsp://ann:secret@nvr/yard/cam3?of=site/yard/cam3", camera.Source.ToConfiguration());
        Assert.Equal("srt://other:8890?streamid=publish:yard-cam3", Assert.Single(camera.Forward.Targets).Text);
        Assert.Equal(TimeSpan.FromSeconds(3), camera.Options.Hls.SegmentDuration);
        Assert.Equal(5, options.StreamOf(Name("site/yard")).Options.MaxReaders);
        Assert.Equal(1, options.StreamOf(Name("site/hall")).Options.MaxReaders);
        Assert.Equal(options.Defaults, options.StreamOf(Name("other")));
        Assert.Equal(["rtsp://den.local/main", "rtsp://den.local/sub"], options.StreamOf(Name("pair/den")).AllInputs.Select(input => input.Source.ToConfiguration()));
    }

    [Fact]
    public void ItIsShownAsItWasWrittenWithoutItsSecrets()
    {
        string shown = ConfigurationSchema.Root.ToJson(Load(), reveals: false).ToJsonString();
        Assert.Contains("rtsp://nvr/$G1/$G2", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", shown, StringComparison.Ordinal);
        Assert.Contains("secret@nvr/$G1/$G2", ConfigurationSchema.Root.ToJson(Load(), reveals: true).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ChangesOfItAreSeen()
    {
        IReadOnlyList<KeyChange> changes = KeyDiff.Between(Load(), Load(Yaml.Replace("maxReaders: 5", "maxReaders: 6", StringComparison.Ordinal)));
        Assert.Equal("streams.~^site/.maxReaders", Assert.Single(changes).Key);
        Assert.Empty(KeyDiff.Between(Load(), Load()));
    }

    private static HeadraceOptions Load(string yaml = Yaml)
    {
        LoadedConfiguration loaded = Configurations.Load(yaml);
        Assert.Empty(loaded.Errors.Select(error => error.ToString()));
        return loaded.Options;
    }

    private static StreamName Name(string text) => StreamName.TryParse(text, out StreamName? name, out string? fault) ? name : throw new ArgumentException(fault, nameof(text));
}
