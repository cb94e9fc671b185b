using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>The results, and the page of the documentation that they are written to once all cells were run.</summary>
public sealed class MatrixPage : IDisposable
{
    private const string Head = """
        # Who plays what

        Real programs send to a server, and real programs read from it at the same time; each has to decode two seconds of pictures, and the numbers burned into them have to follow each
        other: nothing lost, nothing twice; VLC may leave out what it decodes too late, and browsers may merge a few. What fails is tried once more. `./test.sh --matrix` runs every pair below and writes this page; `./test.sh` runs enough of them for each sender, reader, way and codec to meet.

        ✓ decoded · – not run: the output leaves this codec out, as the API says (the reason is below) · · not run: the program is taken not to show it, whoever serves it (the reason is below)

        Readers:


        """;

    private readonly ConcurrentDictionary<int, IReadOnlyDictionary<MatrixReader, MatrixResult>> _rows = new();

    /// <summary>Where it is.</summary>
    internal static string FilePath { get; } = Path.Combine(TestFolders.Root, "docs/protocols/matrix.md");

    /// <summary>Writes the page, when all rows of the full matrix were run.</summary>
    public void Dispose()
    {
        if (MatrixPlan.IsFull && _rows.Count == MatrixPlan.Rows.Count && !_rows.Values.Any(static row => row.Values.Contains(MatrixResult.NotRun))) File.WriteAllText(FilePath, Write());
    }

    internal void Add(int row, IReadOnlyDictionary<MatrixReader, MatrixResult> results) => _rows[row] = results;

    private string Write()
    {
        StringBuilder page = new(Head);
        List<string> notes = [];
        foreach ((int index, MatrixReader reader) in MatrixReaders.All.Index()) page.Append(CultureInfo.InvariantCulture, $"{index + 1}. {reader.Name}\n");
        page.Append("\n| sender | media | ").AppendJoin(" | ", Enumerable.Range(1, MatrixReaders.All.Count)).Append(" |\n|---|---|").Insert(page.Length, "---|", MatrixReaders.All.Count).Append('\n');
        foreach ((int index, (MatrixSender sender, MatrixMedia media)) in MatrixPlan.Rows.Index())
        {
            page.Append(CultureInfo.InvariantCulture, $"| {sender.Name} | {media} |");
            foreach (MatrixReader reader in MatrixReaders.All) page.Append(' ').Append(MarkOf(_rows[index][reader], notes)).Append(" |");
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
