using System.Text;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Sources;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Configuration;

public sealed class PrecedenceTests
{
    private static readonly Setting OnCommandLine = new(["rtsp", "listen"], ":3", "option --rtsp:listen");

    [Fact]
    public void CommandLineWinsOverEnvironmentWhichWinsOverTheFile()
    {
        byte[] yaml = Encoding.UTF8.GetBytes("rtsp: { listen: ':1' }\nhls: { segmentCount: 7 }");
        (string, string)[] environment = [("HEADRACE_RTSP__LISTEN", ":2"), ("HEADRACE_HLS__SEGMENTDURATION", "3s")];
        Assert.Equal(":1", Configurations.Load(yaml, [], []).Options.Rtsp.Listen.ToString());
        Assert.Equal(":2", Configurations.Load(yaml, environment, []).Options.Rtsp.Listen.ToString());
        HeadraceOptions options = Configurations.Load(yaml, environment, [OnCommandLine]).Options;
        Assert.Equal(":3", options.Rtsp.Listen.ToString());
        Assert.Equal(7, options.Defaults.Options.Hls.SegmentCount);
        Assert.Equal(TimeSpan.FromSeconds(3), options.Defaults.Options.Hls.SegmentDuration);
    }

    [Fact]
    public void StreamInheritsWhateverTheOrderInTheFile()
    {
        HeadraceOptions options = Configurations.Load(
            "streams: { a: { hls: { segmentCount: 4 }, maxReaders: 1 }, b: }\nhls: { segmentDuration: 5s }\ndefaults: { maxReaders: 9, publisherGrace: 1s }\nbuffers: { gops: 2 }").Options;
        StreamOptions a = options.StreamOf(Name("a")).Options;
        Assert.Equal((4, TimeSpan.FromSeconds(5), 1, TimeSpan.FromSeconds(1), 2), (a.Hls.SegmentCount, a.Hls.SegmentDuration, a.MaxReaders, a.PublisherGrace, a.Gops));
        Assert.Equal(options.Defaults, options.StreamOf(Name("b")));
        Assert.Equal(options.Defaults, options.StreamOf(Name("unnamed")));
        Assert.Equal((10, 9), (options.Defaults.Options.Hls.SegmentCount, options.Defaults.Options.MaxReaders));
    }

    [Fact]
    public void AliasStandsForWhatItNames()
    {
        LoadedConfiguration loaded = Configurations.Load("streams:\n  a: &cam { source: 'test:' }\n  b: *cam\n");
        Assert.Empty(loaded.Errors);
        Assert.Equal(StreamSourceKind.Test, loaded.Options.StreamOf(Name("b")).Source.Kind);
    }

    [Fact]
    public void OneAddressIsAListOfOne() => Assert.Equal(":99", Configurations.Load("http: { listen: ':99' }").Options.Http.Listen.Single().ToString());

    [Fact]
    public void EmptyTextSwitchesAProtocolOff()
    {
        Assert.Null(Configurations.Load("rtsp: { listen: '' }").Options.Rtsp.Listen);
        Assert.Empty(Configurations.Load("http: { listen: [] }").Options.Http.Listen);
        Assert.Empty(Configurations.Load("", ("HEADRACE_HTTP__LISTEN", "")).Options.Http.Listen);
    }

    [Fact]
    public void ByteOrderMarkAndEmptySectionsAreFine()
    {
        LoadedConfiguration loaded = Configurations.Load("\uFEFFhls:\nstreams:\nlog: { levels: }\n");
        Assert.Empty(loaded.Errors);
        Assert.Equal(new HlsOptions(), loaded.Options.Defaults.Options.Hls);
    }

    [Fact]
    public void BindAddressOfTheEnvironmentIsWhereHttpListens() =>
        Assert.Equal("127.0.0.1:8009", Configurations.Load("", ("BIND_ADDRESS", "127.0.0.1:8009")).Options.Http.Listen.Single().ToString());

    [Fact]
    public void VariableWithDoubleUnderscoreThatIsNoKeyIsAnError() => Assert.Equal(
        ["environment variable HEADRACE_RTSP__LISTENN: there is no such key; did you mean listen?"], Configurations.ErrorsOf("", ("HEADRACE_RTSP__LISTENN", ":1")));

    [Fact]
    public void WrongValueInTheEnvironmentNamesTheVariable() => Assert.StartsWith(
        "environment variable HEADRACE_HLS__VARIANT: hls.variant: 'x' is not allowed", Assert.Single(Configurations.ErrorsOf("", ("HEADRACE_HLS__VARIANT", "x"))), StringComparison.Ordinal);

    [Fact]
    public void VariablesOfOthersAreLeftAloneAndThoseThatLookLikeAKeyAreHintedAt()
    {
        LoadedConfiguration loaded = Configurations.Load(
            "", ("HEADRACE_SERVICE_HOST", "10.0.0.1"), ("HEADRACE_PORT", "tcp://10.0.0.1:8080"), ("HEADRACE_TEST_MEDIA", "/media"), ("HEADRACE_RTSP_LISTEN", ":1"), ("PATH", "/bin"));
        Assert.Empty(loaded.Errors);
        Assert.Equal(
            "environment variable HEADRACE_RTSP_LISTEN: this is not read; write HEADRACE_RTSP__LISTEN to set the key", Assert.Single(loaded.Warnings).ToString());
    }

    [Fact]
    public void FileIsFoundInTheFirstDirectoryThatHasOne()
    {
        using TemporaryFolder first = new();
        using TemporaryFolder second = new();
        File.WriteAllText(Path.Combine(second.Path, "headrace.yml"), "hls: { segmentCount: 4 }");
        ConfigurationSources sources = new() { Directories = [first.Path, second.Path] };
        Assert.Equal(4, ConfigurationLoader.Load(sources).Options.Defaults.Options.Hls.SegmentCount);
        File.WriteAllText(Path.Combine(first.Path, "headrace.yml"), "hls: { segmentCount: 5 }");
        LoadedConfiguration loaded = ConfigurationLoader.Load(sources);
        Assert.Equal(5, loaded.Options.Defaults.Options.Hls.SegmentCount);
        Assert.Equal(Path.Combine(first.Path, "headrace.yml"), loaded.File);
    }

    [Fact]
    public void NoFileAtAllIsFine()
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(new ConfigurationSources());
        Assert.Empty(loaded.Errors);
        Assert.Null(loaded.File);
    }

    private static StreamName Name(string text) => StreamName.TryParse(text, out StreamName? name, out string? fault) ? name : throw new ArgumentException(fault);
}
