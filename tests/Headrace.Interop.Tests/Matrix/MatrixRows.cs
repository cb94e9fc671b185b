using System.Text.Json;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>
/// The results of rows, kept as files between runs of parts of the full matrix: a machine that is not free for a whole run does it group by group (<c>HEADRACE_MATRIX_ROWS</c>). A run of
/// all rows begins anew.
/// </summary>
internal static class MatrixRows
{
    private static readonly string Folder = Path.Combine(TestFolders.Root, "artifacts/matrix");

    /// <summary>Forgets what is kept, where all rows are run now.</summary>
    internal static void Begin()
    {
        if (MatrixPlan.IsFull && MatrixPlan.Wanted.Length == 0 && Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Keeps the results of a row.</summary>
    internal static void Keep(int row, IReadOnlyDictionary<MatrixReader, MatrixResult> results)
    {
        if (!MatrixPlan.IsFull) return;
        Directory.CreateDirectory(Folder);
        File.WriteAllText(FileOf(row), JsonSerializer.Serialize(results.ToDictionary(static pair => pair.Key.Name, static pair => pair.Value)));
    }

    /// <summary>The results of all rows, by the names of readers; null while some row or reader is missing.</summary>
    internal static IReadOnlyList<IReadOnlyDictionary<string, MatrixResult>>? All()
    {
        List<IReadOnlyDictionary<string, MatrixResult>> rows = [];
        foreach ((int row, _) in MatrixPlan.Rows.Index())
        {
            if (!File.Exists(FileOf(row))) return null;
            Dictionary<string, MatrixResult> results = JsonSerializer.Deserialize<Dictionary<string, MatrixResult>>(File.ReadAllText(FileOf(row)))!;
            if (MatrixReaders.All.Any(reader => !results.TryGetValue(reader.Name, out MatrixResult? result) || result == MatrixResult.NotRun)) return null;
            rows.Add(results);
        }

        return rows;
    }

    private static string FileOf(int row) =>
        Path.Combine(Folder, string.Concat(MatrixPlan.NameOf(row).Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')) + ".json");
}
