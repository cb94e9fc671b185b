using System.Globalization;
using System.Text;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>The results, and the page of the documentation that they are written to once all cells were run.</summary>
public sealed class MatrixPage : IDisposable
{
    private const string Head = """
        # Who plays what

        Real programs send to a server, and real programs read from it at the same time; each has to decode two seconds of pictures, and the numbers burned into them have to follow each
        other: nothing lost, nothing twice; VLC may leave out what it decodes too late, and browsers may merge a few. Of the sound beside them, ffmpeg decodes and FFmpeg 8.1 gets 1.5 seconds at
        least, and browsers decode some; the other programs are asked for pictures alone. `./test.sh --matrix` runs every pair below and writes this page; `./test.sh` runs enough of them for each
        sender, reader, way and codec to meet.

        - ✓ decoded; ✓♪ decoded, and the sound counted; ↻ what failed at the first try, and not at the second
        - – the output leaves the picture out, as the API says, for the reason below: it was asked, and refuses, or sends the sound alone
        - · the program was tried, and does not show it: what is known of it, and what it says, is below (tried in the first row with these media)

        Readers:


        """;

    /// <summary>A page of the rows that are run now, and of those that were kept.</summary>
    public MatrixPage() => MatrixRows.Begin();

    /// <summary>Where it is.</summary>
    internal static string FilePath { get; } = Path.Combine(TestFolders.Root, "docs/protocols/matrix.md");

    /// <summary>Writes the page, when there are results of all rows of the full matrix.</summary>
    public void Dispose()
    {
        if (MatrixPlan.IsFull && MatrixRows.All() is { } rows) File.WriteAllText(FilePath, Write(rows));
    }

    private static string Write(IReadOnlyList<IReadOnlyDictionary<string, MatrixResult>> rows)
    {
        StringBuilder page = new(Head);
        List<string> notes = [];
        foreach ((int index, MatrixReader reader) in MatrixReaders.All.Index()) page.Append(CultureInfo.InvariantCulture, $"{index + 1}. {reader.Name}\n");
        page.Append("\n| sender | media | ").AppendJoin(" | ", Enumerable.Range(1, MatrixReaders.All.Count)).Append(" |\n|---|---|").Insert(page.Length, "---|", MatrixReaders.All.Count).Append('\n');
        foreach ((int index, (MatrixSender sender, MatrixMedia media)) in MatrixPlan.Rows.Index())
        {
            page.Append(CultureInfo.InvariantCulture, $"| {sender.Name} | {media} |");
            foreach (MatrixReader reader in MatrixReaders.All) page.Append(' ').Append(MarkOf(rows[index][reader.Name], notes)).Append(" |");
            page.Append('\n');
        }

        page.Append('\n');
        foreach ((int index, string note) in notes.Index()) page.Append(CultureInfo.InvariantCulture, $"<sup>{index + 1}</sup> {note}  \n");
        return page.ToString();
    }

    private static string MarkOf(MatrixResult result, List<string> notes)
    {
        if (result.Note.Length == 0 || result.IsFailure) return result.Mark;
        int at = notes.IndexOf(result.Note);
        if (at < 0)
        {
            at = notes.Count;
            notes.Add(result.Note);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{result.Mark}<sup>{at + 1}</sup>");
    }
}
