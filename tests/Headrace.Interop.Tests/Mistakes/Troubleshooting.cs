using System.Text.Json;
using System.Text.RegularExpressions;
using Headrace.TestKit;

namespace Headrace.Interop.Tests.Mistakes;

/// <summary>
/// What <c>docs/operations/troubleshooting.md</c> says that an operator is told: below each heading a block of messages, one a line, in which words in capitals stand for what differs.
/// Tests make the mistake and look for the page's own words, so that page and server cannot differ.
/// </summary>
internal static partial class Troubleshooting
{
    private static readonly string Page = File.ReadAllText(Path.Combine(TestFolders.Root, "docs/operations/troubleshooting.md"));

    /// <summary>Waits until each message below a heading was said.</summary>
    /// <param name="heading">The heading.</param>
    /// <param name="said">All that was said so far: a log, an answer, a page.</param>
    internal static async Task IsSaidAsync(string heading, Func<string> said)
    {
        foreach (string message in MessagesOf(heading))
        {
            Regex pattern = PatternOf(message);
            await Eventually.True(() => pattern.IsMatch(Spaces().Replace(said(), " ")), $"it is said: {message}\nSaid was:\n{said()}", TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Looks for each message below a heading in what was said.</summary>
    internal static void IsSaid(string heading, string said) => Assert.All(MessagesOf(heading), message => Assert.Matches(PatternOf(message), Spaces().Replace(said, " ")));

    /// <summary>Looks for each message below a heading in the detail of a problem.</summary>
    internal static async Task IsSaidAsync(string heading, HttpResponseMessage answer)
    {
        using JsonDocument problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        IsSaid(heading, problem.RootElement.GetProperty("detail").GetString()!);
    }

    private static string[] MessagesOf(string heading)
    {
        Match section = Regex.Match(Page, $"^### {Regex.Escape(heading)}\n(?:(?!^#).)*?^```text\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.True(section.Success, $"the page has no messages below '{heading}'");
        return section.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static Regex PatternOf(string message) => new(Placeholder().Replace(Regex.Escape(Spaces().Replace(message.Trim(), " ")), ".+?"));

    [GeneratedRegex(@"\b(NAME|HOST|ADDRESS|PORT|PATH|USER|URL|TEXT|SECONDS|COUNT)\b")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
