using System.Runtime.Versioning;
using Headrace.Server.Commands;
using Headrace.Server.Configuration.Schema;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Commands;

public sealed class CommandTests
{
    [Fact]
    public async Task CorrectConfigurationIsOneLine()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "a.yml");
        await File.WriteAllTextAsync(file, "hls: { segmentCount: 5 }", TestContext.Current.CancellationToken);
        (int code, string output, string errors) = await RunAsync("check-config", file);
        Assert.Equal((0, $"{file}: correct\n", ""), (code, output, errors));
    }

    [Fact]
    public async Task EveryErrorOfAConfigurationIsALine()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "a.yml");
        await File.WriteAllTextAsync(file, "hls: { segmentCount: x }\nlgo: 1\n", TestContext.Current.CancellationToken);
        (int code, string output, string errors) = await RunAsync("check-config", "--config", file, "--buffers:gops", "0");
        Assert.Equal((1, ""), (code, output));
        Assert.Equal(
            [$"{file}:2:1: lgo: ", $"{file}:1:22: hls.segmentCount: ", "option --buffers:gops: buffers.gops: "],
            errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..(line.IndexOf(": ", line.IndexOf(": ", StringComparison.Ordinal) + 1, StringComparison.Ordinal) + 2)]));
    }

    [Fact]
    public async Task HelpNamesEveryCommandAndEveryKey()
    {
        (int code, string output, _) = await RunAsync("--help");
        Assert.Equal(0, code);
        Assert.All(new CommandTable().All, command => Assert.Contains($"  {command.Name} ", output, StringComparison.Ordinal));
        Assert.All(ConfigurationSchema.Listing, key => Assert.Contains($"  --{key.Path.Replace('.', ':')} ", output, StringComparison.Ordinal));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task ImportWritesTheConfigurationAndTellsWhatBecameOfEachKey()
    {
        using TemporaryFolder folder = new();
        (string file, string output) = (Path.Combine(folder.Path, "mediamtx.yml"), Path.Combine(folder.Path, "headrace.yml"));
        await File.WriteAllTextAsync(file, "rtspAddress: :9554\n", TestContext.Current.CancellationToken);
        (int code, string printed, string errors) = await RunAsync("import", file);
        Assert.Equal((0, $"{file}:1:1: rtspAddress: is now rtsp.listen\n1 keys: 1 translated, 0 with nothing to do, 0 not translated, 0 unknown\n"), (code, errors));
        Assert.Contains("  listen: \":9554\"   # line 1: rtspAddress\n", printed, StringComparison.Ordinal);
        Assert.Equal((0, ""), await RunAsync("import", file, "--output", output) is var written ? (written.Code, written.Output) : default);
        Assert.Equal(printed, await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(output));
        Assert.Equal(0, (await RunAsync("check-config", output)).Code);
        (code, _, errors) = await RunAsync("import", file, "--output", output);
        Assert.Equal((1, true), (code, errors.EndsWith($"headrace: {output}: it is there already; name another file, or take it away\n", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("runOnConnect: x", 3, "1 not translated")]
    [InlineData("rtspAdress: x\nrtsp: yes", 3, "1 unknown")]
    [InlineData("paths:\n  cam: [", 1, "mediamtx.yml:3:")]
    [InlineData("rtsp: yes\nrtsp: no", 1, ":2:1: the key 'rtsp' stands here already")]
    [InlineData("", 1, "there is nothing in it")]
    [InlineData("streams: {}", 1, "this looks like a headrace.yml already")]
    [InlineData("a: b", 1, "none of its keys is known")]
    [InlineData("- 1", 1, "keys with values are expected here")]
    public async Task ImportEndsWithACodeThatSaysHowItWent(string text, int expected, string said)
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "mediamtx.yml");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        (int code, _, string errors) = await RunAsync("import", file);
        Assert.Equal(expected, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.Contains("there is no such file", (await RunAsync("import", file + "x")).Errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] words)
    {
        Assert.True(CommandLineParser.TryParse(new CommandTable(), words, out Invocation? invocation, out string? fault), fault);
        await using StringWriter output = new() { NewLine = "\n" };
        await using StringWriter errors = new() { NewLine = "\n" };
        int code = await invocation.Command.RunAsync(invocation with { Output = output, Errors = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
