namespace Headrace.Interop.Tests.Matrix;

/// <summary>The rows that no browser reads: they need not wait for one.</summary>
[Trait("Speed", "slow")]
public sealed class MatrixProgramTests
{
    /// <summary>The rows by number and name.</summary>
    public static TheoryData<int, string> Rows => MatrixPlan.Named(hasBrowser: false);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Rows))]
    public async Task WhatIsSentIsDecodedByPrograms(int row, string name) => MatrixRun.Judge(name, await MatrixRun.RowAsync(row));
}
