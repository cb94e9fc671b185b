using System.Text.RegularExpressions;

namespace Headrace.Interop.Tests.Documents;

/// <summary>A document and its blocks of commands. What a test has to know of them stands in comments that readers do not see, each on the line before its block.</summary>
internal sealed partial class CommandPage
{
    /// <summary>How it is installed.</summary>
    internal const string Installation = "docs/operations/install.md";

    private CommandPage(string path, string text)
    {
        Path = path;
        ServerArguments = [.. Server().Matches(text).SelectMany(match => Argument().Matches(match.Groups[1].Value)).Select(match => match.Value.Trim('\''))];
        Blocks =
        [
            .. Fence().Matches(text).Select(match => new CommandBlock(
                text.AsSpan(0, match.Index).Count('\n') + 1, match.Groups["commands"].Value, Group(match, "reason"), Group(match, "until"))),
        ];
    }

    /// <summary>Its path in the checkout.</summary>
    internal string Path { get; }

    /// <summary>Arguments of the server that the commands talk to: <c>&lt;!-- server: … --&gt;</c>.</summary>
    internal IReadOnlyList<string> ServerArguments { get; }

    /// <summary>Its blocks, in order.</summary>
    internal IReadOnlyList<CommandBlock> Blocks { get; }

    /// <summary>All documents that have commands, but the one whose commands install and remove what the machine runs: it has a test with a machine of its own.</summary>
    internal static IEnumerable<CommandPage> All { get; } =
    [
        .. new[] { "README.md", "CONTRIBUTING.md" }.Concat(Directory.EnumerateFiles(System.IO.Path.Combine(TestFolders.Root, "docs"), "*.md", SearchOption.AllDirectories)
                .Select(path => System.IO.Path.GetRelativePath(TestFolders.Root, path)).Where(path => path != Installation).Order(StringComparer.Ordinal))
            .Select(Read).Where(page => page.Blocks.Count > 0),
    ];

    internal static CommandPage Read(string path) => new(path, File.ReadAllText(System.IO.Path.Combine(TestFolders.Root, path)));

    private static string? Group(Match match, string name) => match.Groups[name] is { Success: true } group ? group.Value.Trim() : null;

    [GeneratedRegex("^<!-- server: (.+) -->$", RegexOptions.Multiline)]
    private static partial Regex Server();

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Argument();

    [GeneratedRegex("(?:^<!-- (?:not run: (?<reason>[^\n]+)|until: (?<until>[^\n]+)) -->\n)?^```sh\n(?<commands>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
