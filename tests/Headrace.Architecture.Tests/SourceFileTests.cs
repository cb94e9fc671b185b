using System.Text.RegularExpressions;

namespace Headrace.Architecture.Tests;

/// <summary>What every C# file keeps to.</summary>
public sealed partial class SourceFileTests
{
    private static readonly string[] Folders = ["src", "tests", "bench", "examples"];

    /// <summary>Words that a source file may not hold, with the reason. They are put together here so that this file does not hold them.</summary>
    private static readonly (string Word, string Reason)[] BannedWords =
    [
        ("#pragma warning" + " disable", "mend it, or set its severity in .editorconfig with a reason"),
        ("Suppress" + "Message", "mend it, or set its severity in .editorconfig with a reason"),
        ("NotImplemented" + "Exception", "no stubs"),
        ("TO" + "DO", "do it, or leave it out"),
        ("FIX" + "ME", "do it, or leave it out"),
        ("HA" + "CK", "do it well, or leave it out"),
        ("Assert.True(" + "true)", "a test that cannot fail is a defect"),
        ("CreateUn" + "bounded", "everything is bounded"),
    ];

    [Fact]
    public void FileIsNamedAfterATypeInIt()
    {
        string[] wrong = [.. Repository.CSharp(Folders).Where(path => !IsNamedAfterAType(path))];
        Assert.True(wrong.Length == 0, "No type of the file's name in:\n" + string.Join('\n', wrong));
    }

    [Fact]
    public void NamespaceFollowsFolders()
    {
        string[] wrong = [.. Repository.CSharp(Folders).Where(path => Namespace().Match(Repository.Read(path)) is { Success: true } match && match.Groups[1].Value != ExpectedNamespace(path))];
        Assert.True(wrong.Length == 0, "Another namespace than that of the folder:\n" + string.Join('\n', wrong));
    }

    [Fact]
    public void NoFileHoldsABannedWord()
    {
        string[] wrong = [.. from path in Repository.CSharp(Folders)
                             let text = Repository.Read(path)
                             from banned in BannedWords
                             where Regex.IsMatch(text, $@"(?<!\w){Regex.Escape(banned.Word)}")
                             select $"{path}: {banned.Word} ({banned.Reason})"];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void TraitsAreThoseThatTestRunsKnow()
    {
        string[] wrong = [.. from path in Repository.CSharp("tests")
                             from Match trait in Trait().Matches(Repository.Read(path))
                             where trait.Value != "Trait(\"Speed\", \"slow\")" && !trait.Value.StartsWith("Trait(\"Pain\", ", StringComparison.Ordinal)
                             select $"{path}: {trait.Value}"];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void LogEventsHaveIdsOfTheirOwnInAProject()
    {
        string[] wrong = [.. from path in Repository.CSharp("src")
                             from Match message in LoggerMessage().Matches(Repository.Read(path))
                             let id = message.Groups["id"].Value
                             group path by (Project: path.Split('/')[1], Id: id) into use
                             where use.Key.Id.Length == 0 || use.Count() > 1
                             select $"{use.Key.Project}: event id {(use.Key.Id.Length == 0 ? "missing" : use.Key.Id)} in {string.Join(", ", use.Distinct())}"];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    private static bool IsNamedAfterAType(string path)
    {
        string name = Path.GetFileName(path).Split('.')[0];
        return name == "Program" || Path.GetFileName(path) == "AssemblyInfo.cs"
            || Regex.IsMatch(Repository.Read(path), $@"\b(class|struct|interface|enum|record|delegate\s[^;(]*?)\s+{name}\b");
    }

    private static string ExpectedNamespace(string path)
    {
        string[] parts = path.Split('/');
        return string.Join('.', parts[1..^1]);
    }

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(?<=\[[^\]""]*)\bTrait\([^)]*\)")]
    private static partial Regex Trait();

    [GeneratedRegex(@"\[LoggerMessage\(\s*((EventId\s*=\s*)?(?<id>\d+))?")]
    private static partial Regex LoggerMessage();
}
