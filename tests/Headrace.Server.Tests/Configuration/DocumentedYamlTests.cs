using System.Text.RegularExpressions;

namespace Headrace.Server.Tests.Configuration;

/// <summary>Whatever configuration a document shows, the server takes.</summary>
public sealed partial class DocumentedYamlTests
{
    /// <summary>Documents with configuration.</summary>
    public static TheoryData<string> Documents =>
        [.. Directory.EnumerateFiles(Checkout.PathOf("docs"), "*.md", SearchOption.AllDirectories).Append(Checkout.PathOf("README.md"))
            .Where(path => Yaml().IsMatch(File.ReadAllText(path))).Select(path => Path.GetRelativePath(Checkout.Root, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void BlocksAreTakenWithoutErrors(string document)
    {
        foreach (Match block in Yaml().Matches(File.ReadAllText(Checkout.PathOf(document))))
            Assert.Equal([], Configurations.ErrorsOf(block.Groups[1].Value));
    }

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();
}
