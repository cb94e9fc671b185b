namespace Headrace.Interop.Tests.Matrix;

/// <summary>
/// Which cells are run. <c>HEADRACE_MATRIX=full</c> runs all; else so many that each sender and each reader has its turn, and each pair of a sender's program or way, of a reader's
/// program or way and of a codec meets at least once, where it can meet at all. The choice is the same in each run.
/// </summary>
internal static class MatrixPlan
{
    /// <summary>Browsers take long: so many cells of each are enough when not all are run.</summary>
    private const int MostOfABrowser = 2;

    /// <summary>True when all cells are run, and the page is written.</summary>
    internal static bool IsFull { get; } = Environment.GetEnvironmentVariable("HEADRACE_MATRIX") == "full";

    /// <summary>What the names of rows have to contain to be run, from <c>HEADRACE_MATRIX_ROWS</c>; empty for all.</summary>
    internal static string Wanted { get; } = Environment.GetEnvironmentVariable("HEADRACE_MATRIX_ROWS") ?? "";

    /// <summary>The rows: each sender with each of what it can send.</summary>
    internal static IReadOnlyList<(MatrixSender Sender, MatrixMedia Media)> Rows { get; } = [.. MatrixSenders.All.SelectMany(sender => sender.Media.Select(media => (sender, media)))];

    /// <summary>The readers of each row when not all cells are run.</summary>
    internal static IReadOnlyList<IReadOnlyList<MatrixReader>> Pairwise { get; } = Choose();

    /// <summary>The readers of each row in this run.</summary>
    internal static IReadOnlyList<IReadOnlyList<MatrixReader>> Chosen { get; } = IsFull ? [.. Rows.Select(_ => MatrixReaders.All)] : Pairwise;

    /// <summary>What a row is called.</summary>
    internal static string NameOf(int row) => $"{Rows[row].Sender.Name}: {Rows[row].Media}";

    /// <summary>The rows that are run, by number and name: those that a browser reads, or the others.</summary>
    internal static TheoryData<int, string> Named(bool hasBrowser) =>
    [
        .. Rows.Select(static (_, index) => new TheoryDataRow<int, string>(index, NameOf(index)))
            .Where(row => row.Data.Item2.Contains(Wanted, StringComparison.OrdinalIgnoreCase) && Chosen[row.Data.Item1].Count > 0 && Chosen[row.Data.Item1].Any(static reader => reader.IsBrowser) == hasBrowser),
    ];

    /// <summary>What is to meet in a cell.</summary>
    internal static IEnumerable<(string First, string Second)> Pairs(int row, MatrixReader reader)
    {
        (MatrixSender sender, MatrixMedia media) = Rows[row];
        string[] ins = ["from " + sender.Program, "in by " + sender.Way];
        string[] outs = ["to " + reader.Program, "out by " + reader.Way.Name];
        string codecs = "codecs " + media.Name;
        IEnumerable<(string First, string Second)> pairs = from first in ins.Append(codecs) from second in outs select (first, second);
        return [.. pairs, .. ins.Select(first => (first, codecs)), ("sender", sender.Name), ("reader", reader.Name)];
    }

    private static IReadOnlyList<MatrixReader>[] Choose()
    {
        List<MatrixReader>[] chosen = [.. Rows.Select(_ => new List<MatrixReader>())];
        (int Row, MatrixReader Reader)[] cells =
        [
            .. from row in Enumerable.Range(0, Rows.Count) from reader in MatrixReaders.All where reader.WhyNot(Rows[row].Media) is null select (row, reader),
        ];
        HashSet<(string, string)> missing = [.. cells.SelectMany(static cell => Pairs(cell.Row, cell.Reader))];
        while (missing.Count > 0)
        {
            (int row, MatrixReader reader) = cells
                .Where(cell => !chosen[cell.Row].Contains(cell.Reader) && (!cell.Reader.IsBrowser || chosen.Count(readers => readers.Contains(cell.Reader)) < MostOfABrowser))
                .MaxBy(cell => (Pairs(cell.Row, cell.Reader).Count(missing.Contains), -chosen[cell.Row].Count));
            if (reader is null || !Pairs(row, reader).Any(missing.Contains)) break;
            chosen[row].Add(reader);
            missing.ExceptWith(Pairs(row, reader));
        }

        return chosen;
    }
}
