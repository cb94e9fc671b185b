using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>What programs say to media that they are expected not to show: each is tried once with each media in a run, whoever sends it.</summary>
internal static partial class MatrixStranger
{
    private const int MostWords = 160;

    private static readonly ConcurrentDictionary<(MatrixReader, MatrixMedia), string> Refusals = new();

    /// <summary>What it said before; null where it was not tried yet.</summary>
    internal static string? Recall(MatrixReader reader, MatrixMedia media) => Refusals.GetValueOrDefault((reader, media));

    /// <summary>Keeps what came of a try that failed as expected, and gives the note that the page shows.</summary>
    internal static string Note(MatrixReader reader, MatrixMedia media, string expectation, string fault) => Refusals[(reader, media)] = $"{expectation}; {WordsOf(fault)}";

    /// <summary>
    /// The program's own line in the report of a failure that speaks of what it could not take, else its first one, without what differs from run to run.
    /// </summary>
    internal static string WordsOf(string fault)
    {
        Match own = Own().Match(fault);
        string said = own.Success ? own.Groups["words"].Value : fault;
        string[] lines = [.. said.Split('\n').Select(static line => Changing().Replace(line, "").Trim(' ', ':', '`')).Where(static line => line.Length > 0 && !Beside().IsMatch(line))];
        string first = lines.FirstOrDefault(static line => Telling().IsMatch(line)) ?? lines.FirstOrDefault() ?? "";
        if (first.Length == 0) return "it shows nothing, and says nothing";
        return $"it says `{(first.Length > MostWords ? first[..MostWords] + "…" : first).Replace('`', '\'')}`";
    }

    [GeneratedRegex(@"(ended with -?\d+:|still runs\.|gave \d+ frames\.)(?<words>.*)", RegexOptions.Singleline)]
    private static partial Regex Own();

    [GeneratedRegex("codec|decod|support|demux|stream type|format", RegexOptions.IgnoreCase)]
    private static partial Regex Telling();

    /// <summary>What a machine without a screen and a loudspeaker makes players say.</summary>
    [GeneratedRegex("pulse|dbus|audio output|^VLC media player|sout", RegexOptions.IgnoreCase)]
    private static partial Regex Beside();

    /// <summary>Addresses of objects, URLs, and colours of a terminal.</summary>
    [GeneratedRegex(@"\[[^\]]*0x[0-9a-f]+\]|@ 0x[0-9a-f]+|[a-z]+://\S+|\e\[[0-9;]*m|\[[0-9a-f]{12,}\]", RegexOptions.IgnoreCase)]
    private static partial Regex Changing();
}
