using System.Text.RegularExpressions;

namespace Headrace.Architecture.Tests;

/// <summary>The names of code in a document: what stands in backticks and looks like a type, a member of one, or a path in the repository.</summary>
internal static partial class DocumentedNames
{
    /// <summary>Types and members: <c>LiveStream</c>, <c>BroadcastRing&lt;T&gt;</c> without its parameters, <c>LiveStream.Publish</c>. Fenced blocks are not read.</summary>
    internal static IEnumerable<string> Types(string text) =>
        Quoted(text).Select(quoted => Parameters().Replace(quoted, "")).Where(quoted => !quoted.StartsWith("Headrace.", StringComparison.Ordinal) && TypeName().IsMatch(quoted)).Distinct();

    /// <summary>Paths and projects: <c>src/Headrace.Media</c>, <c>run.sh</c>, <c>Headrace.Media</c> (a project of src or tests).</summary>
    internal static IEnumerable<string> Paths(string text) => Quoted(text).Where(quoted => PathName().IsMatch(quoted)).Distinct();

    private static IEnumerable<string> Quoted(string text) => InBackticks().Matches(Fence().Replace(text, "")).Select(match => match.Groups[1].Value.Trim());

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex InBackticks();

    [GeneratedRegex(@"<[^>]*>|\([^)]*\)")]
    private static partial Regex Parameters();

    [GeneratedRegex(@"^[A-Z]\w*[a-z]\w*(\.[A-Z]\w+)?$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^((src|tests|web|bench|fuzz|docs|eng|examples)/[\w./-]*|[\w-]+\.sh|Headrace\.[\w.]+)$")]
    private static partial Regex PathName();
}
