using System.Globalization;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>Every sender reaches every reader with every codec that both know, and the page says so.</summary>
[Collection(nameof(Players.Browser))]
[Trait("Speed", "slow")]
public sealed class MatrixTests(MatrixPage page) : IClassFixture<MatrixPage>
{
    /// <summary>The rows by number and name.</summary>
    public static TheoryData<int, string> Rows { get; } =
        [.. MatrixPlan.Rows.Select(static (row, index) => new TheoryDataRow<int, string>(index, string.Create(CultureInfo.InvariantCulture, $"{row.Sender.Name}: {row.Media}")))
            .Where(static row => row.Data.Item2.Contains(MatrixPlan.Wanted, StringComparison.OrdinalIgnoreCase))];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task WhatIsSentIsDecodedByEverybody(int row, string name)
    {
        (MatrixSender sender, MatrixMedia media) = MatrixPlan.Rows[row];
        IReadOnlyList<MatrixReader> readers = MatrixPlan.Chosen[row];
        if (readers.Count == 0) return;
        IReadOnlyDictionary<MatrixReader, MatrixResult> results = await MatrixRun.RowAsync(sender, media, readers);
        page.Add(row, results);
        string[] failures = [.. results.Where(static cell => cell.Value.IsFailure).Select(static cell => $"{cell.Key.Name}: {cell.Value.Note}")];
        Assert.True(failures.Length == 0, $"{name}\n{string.Join('\n', failures)}");
        string[] missing = [.. results.Where(static cell => cell.Value == MatrixResult.NotRun).Select(static cell => cell.Key.Program)];
        if (missing.Length > 0) Assert.Skip($"Without {string.Join(", ", missing)}, which this machine lacks, the row is not whole: run ./test.sh, which installs what tests need");
    }

    /// <summary>The page was written when all cells were run; it knows all senders and readers there are, and nothing on it fails.</summary>
    [Fact]
    public void PageKnowsEverySenderAndReader()
    {
        string text = File.ReadAllText(MatrixPage.FilePath);
        foreach ((MatrixSender sender, MatrixMedia media) in MatrixPlan.Rows) Assert.Contains($"| {sender.Name} | {media} |", text, StringComparison.Ordinal);
        foreach (MatrixReader reader in MatrixReaders.All) Assert.Contains($" {reader.Name}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", text, StringComparison.Ordinal);
    }
}
