using Headrace.Streaming.Supervision;

namespace Headrace.Streaming.Tests.Supervision;

public sealed class ChildProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ArgumentsReachTheProgramAsTheyAre()
    {
        await using ChildProcess child = Start("printf", "%s\\n", "a b", "$HOME; `id`", "'\"");
        Assert.Equal(0, await child.WaitForEndAsync(Cancellation));
        Assert.Equal(["a b", "$HOME; `id`", "'\""], child.Log.Lines);
    }

    [Fact]
    public async Task InputIsClosed()
    {
        await using ChildProcess child = Start("cat");
        Assert.Equal(0, await child.WaitForEndAsync(Cancellation));
        Assert.Empty(child.Log.Lines);
    }

    [Fact]
    public async Task LinesWithoutEndAndWithoutNumberAreBounded()
    {
        await using ChildProcess child = Start("sh", "-c", "head -c 1000000 /dev/zero | tr '\\0' x; echo; seq 1 30 >&2; exit 7");
        Assert.Equal(7, await child.WaitForEndAsync(Cancellation));
        Assert.InRange(child.Log.Lines.Count, 1, LogTail.MaxLines);
        Assert.All(child.Log.Lines, line => Assert.InRange(line.Length, 1, LogTail.MaxLineLength));
    }

    [Fact]
    public void LastLinesAreKept()
    {
        LogTail log = new();
        for (int i = 0; i < 50; i++) log.Add($"line {i}");
        log.Add("   ");
        Assert.Equal(Enumerable.Range(50 - LogTail.MaxLines, LogTail.MaxLines).Select(i => $"line {i}"), log.Lines);
    }

    [Fact]
    public void MissingProgramIsAFault()
    {
        Assert.False(ChildProcess.TryStart("/nowhere/program", [], TimeProvider.System, out _, out string? fault));
        Assert.NotEmpty(fault);
    }

    private static ChildProcess Start(string program, params string[] arguments)
    {
        Assert.True(ChildProcess.TryStart(program, arguments, TimeProvider.System, out ChildProcess? child, out string? fault), fault);
        return child;
    }
}
