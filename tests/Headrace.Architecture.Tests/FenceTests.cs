using System.Text.RegularExpressions;

namespace Headrace.Architecture.Tests;

/// <summary>Blocks in documents say what they are, as a test runs those that are commands.</summary>
public sealed partial class FenceTests
{
    private static readonly string[] Known = ["sh", "text", "yaml", "json", "csharp", "ini", "xml"];

    /// <summary>All documents.</summary>
    public static TheoryData<string> Documents => DocumentationTests.Documents;

    [Theory]
    [MemberData(nameof(Documents))]
    public void BlocksSayWhatTheyAre(string document)
    {
        string[] kinds = [.. Fence().Matches(Repository.Read(document)).Select(match => match.Groups[1].Value).Where((_, index) => index % 2 == 0).Where(kind => !Known.Contains(kind))];
        Assert.True(kinds.Length == 0, $"{document} has blocks that say not, or not in a known word, what they are ({string.Join(", ", Known)}): commands are sh and run by a test, unless the line before says <!-- not run: WHY -->");
    }

    [GeneratedRegex("^```(.*)$", RegexOptions.Multiline)]
    private static partial Regex Fence();
}
