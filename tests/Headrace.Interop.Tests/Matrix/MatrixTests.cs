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

    /// <summary>The page was written when all cells were run; it knows all readers there are, and nothing on it fails. Rows that are newer than it are skipped by name: they are run like all others.</summary>
    [Fact]
    public void PageKnowsEverySenderAndReader()
    {
        string text = File.ReadAllText(MatrixPage.FilePath);
        foreach (MatrixReader reader in MatrixReaders.All) Assert.Contains($" {reader.Name}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", text, StringComparison.Ordinal);
        string[] newer = [.. MatrixPlan.Rows.Where(row => !text.Contains($"| {row.Sender.Name} | {row.Media} |", StringComparison.Ordinal)).Select(static row => $"{row.Sender.Name}: {row.Media}")];
        if (newer.Length > 0) Assert.Skip($"docs/protocols/matrix.md does not know {string.Join("; ", newer)} yet: run ./test.sh --matrix");
    }
}
