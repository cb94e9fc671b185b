using System.Text.RegularExpressions;

namespace Headrace.Interop.Tests.Installation;

/// <summary>The commands of docs/operations/install.md, as they stand there, one after the other on one machine.</summary>
[Trait("Speed", "slow")]
public sealed partial class InstallationPageTests
{
    private static readonly string Page = Path.Combine(TestFolders.Root, "docs", "operations", "install.md");

    [Fact]
    public async Task CommandsOfThePageRunInItsOrder()
    {
        string page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        await using Machine machine = await Machine.StartAsync();
        await DebianPackage.CopyToAsync(machine.Shared);
        List<string> ran = [];
        foreach (Match match in HeadingOrBlock().Matches(page))
        {
            if (match.Groups["heading"].Value == "Upgrade") await DebianPackage.ReplaceByNextAsync(machine.Shared);
            foreach (string line in match.Groups["block"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                string output = await machine.RunAsync(line);
                TestContext.Current.TestOutputHelper?.WriteLine($"# {line}\n{output}");
                ran.Add(output);
            }
        }

        // Both ways to have it were tried, and what they installed says that it holds its runtime.
        Assert.Equal(2, ran.Count(output => output.Contains(", with the runtime in it, for linux-", StringComparison.Ordinal)));
        Assert.Contains(ran, output => output.Contains("Active: active (running)", StringComparison.Ordinal));
        Assert.Contains(ran, output => output.Contains("\"status\":\"healthy\"", StringComparison.Ordinal));
        Assert.Contains(ran, output => output == "/etc/headrace/headrace.yml: correct");
    }

    [GeneratedRegex("^(## (?<heading>.+)|```sh\n(?<block>(.*\n)*?)```)$", RegexOptions.Multiline)]
    private static partial Regex HeadingOrBlock();
}
