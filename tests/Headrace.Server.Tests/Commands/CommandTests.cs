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

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] words)
    {
        Assert.True(CommandLineParser.TryParse(new CommandTable(), words, out Invocation? invocation, out string? fault), fault);
        await using StringWriter output = new() { NewLine = "\n" };
        await using StringWriter errors = new() { NewLine = "\n" };
        int code = await invocation.Command.RunAsync(invocation with { Output = output, Errors = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
