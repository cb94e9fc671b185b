using System.Text;
using System.Text.RegularExpressions;
using Headrace.Server.Configuration;
using Headrace.Server.Importing;
using Headrace.Server.Tests.Configuration;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Importing;

/// <summary>Whole files as they are met: the one that MediaMTX is published with, and such as people make of it.</summary>
public sealed partial class PublishedFileTests
{
    private static readonly string Folder = Checkout.PathOf("tests/Headrace.Server.Tests/Importing/Files");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void EveryKeyOfThePublishedFileIsTold()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Folder, "published.yml"));
        ImportResult result = Import("published.yml");
        int told = 0;
        for (int line = 1; line <= lines.Length; line++)
        {
            if (!KeyOfASection().IsMatch(lines[line - 1])) continue;
            ImportedKey key = Assert.Single(result.Report.Keys, key => key.Mark.Line == line);
            Assert.True(key.Fate != ImportFate.Unknown, lines[line - 1]);
            told++;
        }

        Assert.True(told > 200, $"{told} keys were found");
    }

    /// <summary>What is made of a file, and what is said of each of its keys, is reviewed as a whole.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void FileBecomesWhatWasReviewed(string file)
    {
        ImportResult result = Import(file);
        LoadedConfiguration loaded = Configurations.Load(result.Text!);
        Assert.Empty(loaded.Errors);
        StringBuilder text = new(result.Text);
        text.Append("\n# What is said:\n");
        foreach (string line in result.Report.Lines()) text.Append("# ").Append(line).Append('\n');
        Golden.Check(file, text.ToString());
    }

    private static ImportResult Import(string file)
    {
        ImportResult result = Importer.Import(File.ReadAllBytes(Path.Combine(Folder, file)), file);
        Assert.True(result.Text is not null, result.Fault);
        return result;
    }

    /// <summary>A key of the top or of <c>pathDefaults</c>.</summary>
    [GeneratedRegex("^( {2})?[a-zA-Z0-9_]+:")]
    private static partial Regex KeyOfASection();
}
