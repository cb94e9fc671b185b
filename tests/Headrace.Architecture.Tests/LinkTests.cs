using System.Text.RegularExpressions;

namespace Headrace.Architecture.Tests;

/// <summary>Links between documents lead somewhere: to a file, and to a heading of it.</summary>
public sealed partial class LinkTests
{
    /// <summary>All documents.</summary>
    public static TheoryData<string> Documents => DocumentationTests.Documents;

    [Theory]
    [MemberData(nameof(Documents))]
    public void LinksLeadSomewhere(string document)
    {
        string[] broken = [.. Link().Matches(Fence().Replace(Repository.Read(document), "")).Select(match => match.Groups[1].Value).Where(target => !target.Contains(':', StringComparison.Ordinal) && !IsThere(document, target))];
        Assert.True(broken.Length == 0, $"{document} links to what is not there: {string.Join(", ", broken)}");
    }

    [Fact]
    public void HeadingsAreNamedAsInLinks() => Assert.Equal("what-i-carry-ll-hls", AnchorOf("What *I* carry: `LL-HLS`!"));

    private static bool IsThere(string document, string target)
    {
        string[] parts = target.Split('#');
        string path = parts[0].Length == 0 ? document : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(document)!, parts[0])));
        if (!Path.Exists(Path.Combine(Repository.Root, path))) return false;
        return parts.Length == 1 || Heading().Matches(Fence().Replace(Repository.Read(path), "")).Any(heading => AnchorOf(heading.Groups[1].Value) == parts[1]);
    }

    private static string AnchorOf(string heading) => Dropped().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Dropped();
}
