using Headrace.TestKit.Processes;

namespace Headrace.TestKit.Tests.Processes;

public sealed class ClientProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CapturesBothPipesAndTheExitCode()
    {
        await using ClientProcess process = Shell("echo out; echo err >&2; exit 3");
        Assert.Equal(3, await process.WaitForExitAsync(cancellation: Cancellation));
        Assert.Equal("out\n", process.Output);
        Assert.Equal("err\n", process.Errors);
    }

    [Fact]
    public async Task FailureOfAProgramThatIsRunToItsEndSaysWhatItSaid()
    {
        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ClientProcess.RunAsync("sh", ["-c", "echo no such stream >&2; exit 1"], cancellation: Cancellation));
        Assert.Contains("no such stream", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitingForTextFailsWhenTheProcessEndsWithoutIt()
    {
        await using ClientProcess process = Shell("echo something else");
        await Assert.ThrowsAsync<InvalidOperationException>(() => process.WaitForTextAsync("ready", cancellation: Cancellation));
    }

    [Fact]
    public async Task SignalReachesTheProcess()
    {
        await using ClientProcess process = Shell("trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done");
        await process.WaitForTextAsync("ready", cancellation: Cancellation);
        process.Send(UnixSignal.Terminate);
        Assert.Equal(7, await process.WaitForExitAsync(cancellation: Cancellation));
    }

    [Fact]
    public async Task DisposeEndsTheProcessAndWhatItStarted()
    {
        ClientProcess process = Shell("sleep 1000 & echo $!; wait");
        await Eventually.True(() => process.Output.EndsWith('\n'), "the child's id is printed", cancellation: Cancellation);
        string child = $"/proc/{process.Output.Trim()}/stat";
        Assert.True(File.Exists(child));
        await process.DisposeAsync();
        await Eventually.True(() => HasEnded(child), "the child has ended", cancellation: Cancellation);
    }

    [Fact]
    public async Task OutputIsBounded()
    {
        await using ClientProcess process = Shell("head -c 40000000 /dev/zero; echo end");
        Assert.Equal(0, await process.WaitForExitAsync(cancellation: Cancellation));
        Assert.True(process.IsTruncated);
        Assert.InRange(process.OutputBytes.Length, 1, 16 << 20);
        Assert.EndsWith("end\n", process.Output, StringComparison.Ordinal);
    }

    private static ClientProcess Shell(string script) => ClientProcess.Start("sh", ["-c", script]);

    private static bool HasEnded(string stat)
    {
        try
        {
            return File.ReadAllText(stat).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
