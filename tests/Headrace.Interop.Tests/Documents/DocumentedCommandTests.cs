namespace Headrace.Interop.Tests.Documents;

/// <summary>The commands in the documents do what they say: each block is run as it is written, or says why not.</summary>
[Trait("Speed", "slow")]
public sealed class DocumentedCommandTests
{
    /// <summary>Documents with commands that are run.</summary>
    public static TheoryData<string> Pages => [.. CommandPage.All.Where(page => page.Blocks.Any(block => block.NotRun is null)).Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task CommandsOfADocumentWork(string path)
    {
        CommandPage page = CommandPage.Read(path);
        await using CommandRoom room = await CommandRoom.PrepareAsync(page);
        foreach (CommandBlock block in page.Blocks.Where(block => block.NotRun is null)) await room.RunAsync(block);
    }

    [Fact]
    public void BlocksAreFoundWithWhatIsSaidOfThem()
    {
        CommandPage page = CommandPage.Read("docs/protocols/rtmp.md");
        Assert.NotEmpty(page.Blocks);
        Assert.All(page.Blocks, block => Assert.NotEmpty(block.Commands));
    }
}
