using Headrace.Interop.Tests.Documents;

namespace Headrace.Interop.Tests.Installation;

/// <summary>The commands of the page about installing, as they stand there, one after the other on one machine.</summary>
[Trait("Speed", "slow")]
public sealed class InstallationPageTests
{
    [Fact]
    public async Task CommandsOfThePageRunInItsOrder()
    {
        string path = Path.Combine(TestFolders.Root, CommandPage.Installation);
        int upgrade = Array.IndexOf(await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken), "## Upgrade") + 1;
        CommandBlock[] blocks = [.. CommandPage.Read(CommandPage.Installation).Blocks.Where(block => block.NotRun is null)];
        Assert.InRange(upgrade, blocks[0].Line, blocks[^1].Line);

        await using Machine machine = await Machine.StartAsync();
        await DebianPackage.CopyToAsync(machine.Shared);
        List<string> ran = [];
        bool isUpgraded = false;
        foreach (CommandBlock block in blocks)
        {
            if (block.Line > upgrade && !isUpgraded) await DebianPackage.ReplaceByNextAsync(machine.Shared);
            isUpgraded = block.Line > upgrade;
            foreach (string line in block.Commands)
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
        Assert.Contains("/etc/headrace/headrace.yml: correct", ran);
    }
}
