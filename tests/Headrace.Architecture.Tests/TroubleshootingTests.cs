using System.Text.RegularExpressions;

namespace Headrace.Architecture.Tests;

/// <summary>Each mistake on the page for operators is made by a test, which looks for the page's words.</summary>
public sealed partial class TroubleshootingTests
{
    private const string Document = "docs/operations/troubleshooting.md";

    /// <summary>Headings with messages below them.</summary>
    public static TheoryData<string> Headings => [.. Heading().Matches(Repository.Read(Document)).Select(match => match.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Headings))]
    public void MistakeIsMadeByATest(string heading) => Assert.Contains(
        Repository.CSharp("tests"), path => !path.Contains(nameof(TroubleshootingTests), StringComparison.Ordinal) && Naming(heading).Any(name => Repository.Read(path).Contains(name, StringComparison.Ordinal)));

    private static string[] Naming(string heading) => [$"\"{heading}\"", $"\"### {heading}\\n\""];

    [GeneratedRegex(@"^### (.+)\n(?:(?!^#|^```).*\n)*^```text$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
