using System.Net;
using Headrace.Server.Commands;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Tests.Configuration;

namespace Headrace.Server.Tests.Commands;

public sealed class DemoCommandTests
{
    [Theory]
    [InlineData("[::]:8080", "http://127.0.0.1:8080/demo")]
    [InlineData("0.0.0.0:80", "http://127.0.0.1:80/demo")]
    [InlineData("10.0.0.5:8080", "http://10.0.0.5:8080/demo")]
    [InlineData("[::1]:8080", "http://[::1]:8080/demo")]
    public void PageIsOneThatABrowserHereCanOpen(string listens, string page) => Assert.Equal(page, DemoCommand.PageAt(IPEndPoint.Parse(listens)));

    [Fact]
    public void DemoIsAStreamBesideThoseThatAreConfigured()
    {
        Invocation demo = DemoCommand.WithDemo(new Invocation { Command = new CommandTable().Default });
        LoadedConfiguration loaded = Configurations.Load("streams: { cam1: , demo: { maxReaders: 3 } }\nhls: { segmentCount: 4 }"u8, [], demo.Settings);
        Assert.Equal(["cam1 publisher 0 4", "demo test: 3 4"], loaded.Options.Streams.OrderBy(stream => stream.Key.Value).Select(stream => Text(stream.Key.Value, stream.Value)));
    }

    private static string Text(string name, StreamSettings stream) => $"{name} {stream.Source} {stream.Options.MaxReaders} {stream.Options.Hls.SegmentCount}";
}
