using Headrace.Streaming.Supervision;

namespace Headrace.Streaming.Tests.Supervision;

public sealed class ChildFilterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task MoreThanAPipeHoldsGoesThroughUnchanged()
    {
        byte[] bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);
        ChildFilterResult result = await RunAsync(bytes, 4_000_000, "cat");
        Assert.Equal(ChildFilterEnd.Done, result.End);
        Assert.Equal(bytes, result.Output);
    }

    [Theory]
    [InlineData("exec head -c 10", nameof(ChildFilterEnd.Done), "")]
    [InlineData("exec cat /dev/zero", nameof(ChildFilterEnd.Failed), "it answers with too much")]
    [InlineData("echo one >&2; echo two >&2; exit 3", nameof(ChildFilterEnd.Failed), "two")]
    [InlineData("exit 4", nameof(ChildFilterEnd.Failed), "it ended with 4")]
    public async Task EndOfTheProgramIsTold(string script, string end, string fault)
    {
        ChildFilterResult result = await RunAsync(new byte[1_000_000], 100_000, "sh", "-c", script);
        Assert.Equal((end, fault), (result.End.ToString(), result.Fault));
    }

    [Fact]
    public async Task ProgramThatIsNotThereIsToldToo() => Assert.Equal(ChildFilterEnd.NotStarted, (await RunAsync([], 1, "/nowhere/program")).End);

    [Fact]
    public async Task OneThatIsCancelledEnds()
    {
        using CancellationTokenSource cancelled = new();
        Task<ChildFilterResult> running = ChildFilter.RunAsync("sleep", ["600"], default, 1, Patience, TimeProvider.System, cancelled.Token);
        await cancelled.CancelAsync();
        Assert.Equal(ChildFilterEnd.TimedOut, (await running).End);
    }

    private static Task<ChildFilterResult> RunAsync(byte[] input, int maxOutput, string program, params string[] arguments) =>
        ChildFilter.RunAsync(program, arguments, input, maxOutput, Patience, TimeProvider.System, TestContext.Current.CancellationToken);
}
