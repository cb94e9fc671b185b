using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Streaming.Tests.Forwarding;

/// <summary>A target of a test's making under a supervisor, in virtual time.</summary>
public sealed class ForwardSupervisorTests : StreamTest
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(8);
    private static readonly ForwardEnd Refused = new("it says no");

    private readonly ScriptedTarget _target = new();

    public ForwardSupervisorTests() => Registry.Configure("cam", new StreamOptions());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ForwardingBeginsWithTheStreamsMediaAndEndsWithIt()
    {
        await using ForwardSupervisor supervisor = Supervise();
        await StateAsync(ForwardState.Waiting);
        Assert.Equal(0, _target.Runs);
        VirtualPublisher publisher = Publisher();
        publisher.Run(5);
        await RunsAsync(1);
        await StateAsync(ForwardState.Connecting);
        _target.Begin();
        await StateAsync(ForwardState.Forwarding);
        ForwardSnapshot now = Assert.Single(Stream().Snapshot().Forwards);
        Assert.Equal(("made://target", "made", 0, (string?)null), (now.Url, now.Protocol, now.Tries, now.LastError));

        publisher.End();
        Pass(TimeSpan.FromSeconds(11));
        _target.End(new ForwardEnd("the stream ended", ForwardEndKind.StreamOver));
        await Eventually.True(() => Time.NextDue is not null, "the pause has begun", cancellation: Cancellation);
        Time.Advance(TimeSpan.FromMilliseconds(100));
        await StateAsync(ForwardState.Waiting);
        Assert.Null(Stream().Snapshot().Forwards[0].LastError);
        Publisher().Run(5);
        await RunsAsync(2);
    }

    [Fact]
    public async Task TargetThatFallsBehindIsToldInTheStreamsFigures()
    {
        await using ForwardSupervisor supervisor = Supervise();
        Publisher().Run(5);
        await RunsAsync(1);
        _target.Begin();
        _target.Skip(new CursorSkip(BehindMs: 2500, Skips: 1, Lost: 17, IsNews: true));
        Assert.Equal(17, _target.Lost);
        Assert.Equal(ForwardState.Forwarding, Stream().Snapshot().Forwards[0].State);
    }

    [Fact]
    public async Task PublisherThatBlinksIsNotSeen()
    {
        await using ForwardSupervisor supervisor = Supervise();
        VirtualPublisher publisher = Publisher();
        publisher.Run(5);
        await RunsAsync(1);
        _target.Begin();
        publisher.End();
        Pass(TimeSpan.FromSeconds(5));
        Publisher().Run(5);
        Assert.Equal(1, _target.Runs);
        Assert.Equal(ForwardState.Forwarding, Stream().Snapshot().Forwards[0].State);
    }

    [Fact]
    public async Task PausesGrowToTheCapAndBeginAnewBehindARunThatWorked()
    {
        await using ForwardSupervisor supervisor = Supervise();
        Publisher().Run(5);
        double[] longest = [1, 2, 4, 8, 8];
        for (int i = 0; i < longest.Length; i++) Assert.InRange(await FailAsync(i + 1, TimeSpan.Zero), longest[i] / 2, longest[i]);
        ForwardSnapshot failed = Stream().Snapshot().Forwards[0];
        Assert.Equal(("it says no", longest.Length), (failed.LastError, failed.Tries - 1));
        Assert.InRange(await FailAsync(longest.Length + 1, SourceSupervisor.SteadyAfter), 0.5, 1);
    }

    [Fact]
    public async Task ChangedStreamIsForwardedAnewAtOnce()
    {
        await using ForwardSupervisor supervisor = Supervise();
        Publisher().Run(5);
        await RunsAsync(1);
        _target.Begin();
        Time.Advance(TimeSpan.FromSeconds(1));
        _target.End(new ForwardEnd("the stream changed", ForwardEndKind.StreamChanged));
        await RunsAsync(2);
    }

    [Fact]
    public async Task FaultOfOursIsOneFaultAmongOthers()
    {
        await using ForwardSupervisor supervisor = Supervise();
        Publisher().Run(5);
        await RunsAsync(1);
        _target.Throw(new InvalidOperationException("a defect"));
        await StateAsync(ForwardState.Failed);
        Assert.Equal("a fault of the server; the log has it", Stream().Snapshot().Forwards[0].LastError);
        await PausesAsync();
        Time.Advance(Cap);
        await RunsAsync(2);
    }

    [Fact]
    public async Task TargetGoesWithItsSupervisor()
    {
        ForwardSupervisor supervisor = Supervise();
        Publisher().Run(5);
        await RunsAsync(1);
        await supervisor.DisposeAsync();
        Assert.True(_target.WasCancelled);
        Assert.Empty(Stream().Snapshot().Forwards);
    }

    private ForwardSupervisor Supervise()
    {
        ForwardSupervisor supervisor = new(_target, Stream(), Cap, Time, NullLoggerFactory.Instance);
        supervisor.Start();
        return supervisor;
    }

    /// <summary>Lets a run work and fail; gives the pause that follows, in seconds.</summary>
    private async Task<double> FailAsync(int run, TimeSpan worked)
    {
        await RunsAsync(run);
        if (worked > TimeSpan.Zero)
        {
            _target.Begin();
            Time.Advance(worked);
        }

        _target.End(Refused);
        await StateAsync(ForwardState.Failed);
        await PausesAsync();
        TimeSpan pause = Time.NextDue!.Value - Time.Elapsed;
        Time.Advance(pause);
        await RunsAsync(run + 1);
        return pause.TotalSeconds;
    }

    private Task RunsAsync(int count) => Eventually.True(() => _target.Runs == count, $"run {count} has begun", cancellation: Cancellation);

    private Task PausesAsync() => Eventually.True(() => Time.NextDue is not null, "the pause has begun", cancellation: Cancellation);

    private Task StateAsync(ForwardState state) =>
        Eventually.True(() => Stream().Snapshot().Forwards is [{ } forward] && forward.State == state, $"forwarding is {state}", cancellation: Cancellation);
}
