namespace Headrace.Interop.Tests.Matrix;

/// <summary>Every sender reaches every reader with every codec that both know, and the page says so: rows that browsers read, which are all when all cells are run.</summary>
[Collection(nameof(Players.Browser))]
[Trait("Speed", "slow")]
public sealed class MatrixTests : IClassFixture<MatrixPage>
{
    /// <summary>The rows by number and name.</summary>
    public static TheoryData<int, string> Rows => MatrixPlan.Named(hasBrowser: true);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Rows))]
    public async Task WhatIsSentIsDecodedByEverybody(int row, string name) => MatrixRun.Judge(name, await MatrixRun.RowAsync(row));

    /// <summary>The page was written when all cells were run, knows all senders and readers there are, and nothing on it fails.</summary>
    [Fact]
    public void PageKnowsEverySenderAndReader()
    {
        string text = File.ReadAllText(MatrixPage.FilePath);
        string[] readers = [.. MatrixReaders.All.Where(reader => !text.Contains($" {reader.Name}\n", StringComparison.Ordinal)).Select(static reader => reader.Name)];
        string[] rows = [.. MatrixPlan.Rows.Where(row => !text.Contains($"| {row.Sender.Name} | {row.Media} |", StringComparison.Ordinal)).Select(static row => $"{row.Sender.Name}: {row.Media}")];
        Assert.True(readers.Length + rows.Length == 0, $"docs/protocols/matrix.md does not know {string.Join("; ", readers.Concat(rows))}: run ./test.sh --matrix, which writes it");
        Assert.DoesNotContain("✗", text, StringComparison.Ordinal);
    }
}
