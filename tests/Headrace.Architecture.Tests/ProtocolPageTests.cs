using System.Text.RegularExpressions;

namespace Headrace.Architecture.Tests;

/// <summary>The index of protocols names the senders and readers of the matrix, each of them and no others; each protocol's page leads to it.</summary>
public sealed partial class ProtocolPageTests
{
    private const string Folder = "docs/protocols/";

    [Fact]
    public void IndexNamesTheProgramsOfTheMatrix()
    {
        string matrix = Repository.Read(Folder + "matrix.md");
        string[] readers = [.. Reader().Matches(matrix).Select(match => match.Groups[1].Value)];
        string[] senders = [.. Sender().Matches(matrix).Select(match => match.Groups[1].Value).Distinct()];
        Assert.True(readers.Length > 10 && senders.Length > 10, "the matrix has programs");
        Assert.Equal(senders.Order(), Cells(3).Order());
        Assert.Equal(readers.Order(), Cells(4).Order());
    }

    [Fact]
    public void EachProtocolsPageLeadsToTheMatrix() =>
        Assert.All(IndexedPages(), page => Assert.Contains("](matrix.md)", Repository.Read(Folder + page), StringComparison.Ordinal));

    private static string[] IndexedPages() => [.. Row().Matches(Repository.Read(Folder + "README.md")).Select(row => Page().Match(row.Groups[1].Value)).Where(page => page.Success).Select(page => page.Groups[1].Value)];

    private static IEnumerable<string> Cells(int column) => Row().Matches(Repository.Read(Folder + "README.md"))
        .SelectMany(row => row.Groups[column + 1].Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^\d+\. (.+)$", RegexOptions.Multiline)]
    private static partial Regex Reader();

    [GeneratedRegex(@"^\| ([^|]+, [^|]+?) \|", RegexOptions.Multiline)]
    private static partial Regex Sender();

    [GeneratedRegex(@"^\| (\[[^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\]\(([a-z-]+\.md)\)")]
    private static partial Regex Page();
}
