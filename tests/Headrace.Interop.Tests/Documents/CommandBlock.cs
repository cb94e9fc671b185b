namespace Headrace.Interop.Tests.Documents;

/// <summary>A fenced block of commands in a document.</summary>
/// <param name="Line">The line of the document that it begins in.</param>
/// <param name="Text">The commands.</param>
/// <param name="NotRun">Why no test runs it, or null.</param>
/// <param name="Until">What each of its commands, which go on for ever, is waited for to say, or the server about it; null where the block ends by itself.</param>
internal sealed record CommandBlock(int Line, string Text, string? NotRun, string? Until)
{
    /// <summary>Its commands one by one; a line that ends with a backslash goes on.</summary>
    internal IEnumerable<string> Commands => Text.Replace("\\\n", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith('#'));
}
