using Headrace.Media.Buffers;
using Headrace.Streaming.Events;
using Headrace.Streaming.Inputs;
using Headrace.Streaming.Limits;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Streaming.Tests.Supervision;

/// <summary>A source of a test's making under a supervisor, in virtual time.</summary>
public sealed class SourceSupervisorTests
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(8);

    private readonly VirtualTime _clock = new();
    private readonly LiveStream _stream;
    private readonly ScriptedSource _source = new();

    public SourceSupervisorTests()
    {
        EventHub events = new(_clock);
        _stream = new LiveStream("cam", new StreamOptions { IsConfigured = true, IsPulled = true }, new MemoryBudget(0, events, _clock, NullLogger.Instance), new LimitReports(events, _clock, NullLogger.Instance), events, _clock, NullLogger.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PausesGrowToTheCapAndBeginAnewBehindARunThatWorked()
    {
        await using SourceSupervisor supervisor = Supervise();
        double[] longest = [1, 2, 4, 8, 8];
        for (int i = 0; i < longest.Length; i++) Assert.InRange(await FailAsync(i + 1, TimeSpan.FromSeconds(29)), longest[i] / 2, longest[i]);
        Assert.InRange(await FailAsync(longest.Length + 1, SourceSupervisor.SteadyAfter), 0.5, 1);
    }

    [Fact]
    public async Task FaultOfOursIsOneFaultAmongOthers()
    {
        await using SourceSupervisor supervisor = Supervise();
        await RunsAsync(1);
        _source.Throw(new InvalidOperationException("a defect"));
        await Eventually.True(() => _stream.Snapshot().State == StreamState.Error && _clock.NextDue is not null, "the stream has the fault, and the pause has begun", cancellation: Cancellation);
        Assert.Equal("a fault of the server; the log has it", _stream.Snapshot().LastError);
        _clock.Advance(Cap);
        await RunsAsync(2);
    }

    [Fact]
    public async Task SourceIsTheStreamsAndGoesWithItsSupervisor()
    {
        SourceSupervisor supervisor = Supervise();
        await RunsAsync(1);
        InputSnapshot input = Assert.Single(_stream.Snapshot().Inputs);
        Assert.Equal(("main", "made", false, 1), (input.Label, input.Description, input.IsOnDemand, input.Tries));
        Assert.Equal(StreamState.Connecting, _stream.Snapshot().State);
        Assert.True(_stream.TryWake());
        await supervisor.DisposeAsync();
        Assert.True(_source.WasCancelled);
        Assert.Equal((0, StreamState.Inactive), (_stream.Snapshot().Inputs.Length, _stream.Snapshot().State));
        Assert.False(_stream.TryWake());
    }

    [Fact]
    public async Task SourceOnDemandRunsWhenAskedForAndRestsWhenNobodyReads()
    {
        await using SourceSupervisor supervisor = Supervise(isOnDemand: true);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, _source.Runs);
        Assert.True(_stream.TryWake());
        await RunsAsync(1);

        TestSession reader = new();
        Assert.Equal(ReaderRefusal.None, _stream.TryAddReader(reader));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.False(_source.WasCancelled);

        _stream.RemoveReader(reader, SessionEndReason.Closed);
        _clock.Advance(TimeSpan.FromSeconds(8));
        Assert.False(_source.WasCancelled);
        _clock.Advance(TimeSpan.FromSeconds(4));
        await Eventually.True(() => _source.WasCancelled && _stream.Snapshot().State == StreamState.Inactive, "it rests", cancellation: Cancellation);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, _source.Runs);
        Assert.True(_stream.TryWake());
        await RunsAsync(2);
    }

    [Fact]
    public async Task OtherWordsAboutDemandDoNotInterruptARun()
    {
        await using SourceSupervisor supervisor = Supervise();
        await RunsAsync(1);
        supervisor.Adopt(new SourceSupervisorOptions { IsOnDemand = true, CloseAfter = TimeSpan.FromMinutes(5) });
        Assert.True(Assert.Single(_stream.Snapshot().Inputs).IsOnDemand);
        TestSession reader = new();
        Assert.Equal(ReaderRefusal.None, _stream.TryAddReader(reader));
        _clock.Advance(TimeSpan.FromMinutes(10));
        _stream.RemoveReader(reader, SessionEndReason.Closed);
        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal((1, false), (_source.Runs, _source.WasCancelled));

        // What is shorter holds from now on too.
        supervisor.Adopt(new SourceSupervisorOptions { IsOnDemand = true, CloseAfter = TimeSpan.FromSeconds(1) });
        _clock.Advance(TimeSpan.FromSeconds(2));
        await Eventually.True(() => _source.WasCancelled && _stream.Snapshot().State == StreamState.Inactive, "it rests", cancellation: Cancellation);

        // From now on it is not waited to be asked for, and nothing ends it.
        supervisor.Adopt(new SourceSupervisorOptions());
        await RunsAsync(2);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(_source.WasCancelled);
    }

    [Fact]
    public async Task WhoAsksForASourceThatFailsIsToldSo()
    {
        await using SourceSupervisor supervisor = Supervise(isOnDemand: true);
        Assert.True(_stream.TryWake());
        await FailAsync(1, TimeSpan.Zero);
        Assert.False(_stream.TryWake());
        await RunsAsync(2);
    }

    private SourceSupervisor Supervise(bool isOnDemand = false)
    {
        SourceSupervisor supervisor = new(_source, _stream, new SourceSupervisorOptions { MaxBackOff = Cap, IsOnDemand = isOnDemand }, _clock, NullLoggerFactory.Instance);
        supervisor.Start();
        return supervisor;
    }

    private Task RunsAsync(int run) => Eventually.True(() => _source.Runs == run && _source.IsRunning, $"run {run} has begun", cancellation: Cancellation);

    /// <summary>Ends a run, and gives the seconds of the pause behind it, which then is over.</summary>
    private async Task<double> FailAsync(int run, TimeSpan worked)
    {
        await RunsAsync(run);
        TimeSpan? before = _clock.NextDue;
        _source.End(new SourceEnd("it is off", worked));
        await Eventually.True(() => _stream.Snapshot().LastError == "it is off" && !_source.IsRunning && _clock.NextDue is not null && _clock.NextDue != before, $"run {run} has failed", cancellation: Cancellation);
        TimeSpan pause = _clock.NextDue!.Value - _clock.Elapsed;
        _clock.Advance(pause);
        return pause.TotalSeconds;
    }

    private sealed class ScriptedSource : IStreamSource
    {
        private volatile TaskCompletionSource<SourceEnd> _run = new();
        private int _runs;

        public string Description => "made";

        public int Runs => Volatile.Read(ref _runs);

        public bool IsRunning { get; private set; }

        public bool WasCancelled { get; private set; }

        public void End(SourceEnd end)
        {
            IsRunning = false;
            _run.SetResult(end);
        }

        public void Throw(Exception fault) => _run.SetException(fault);

        public async Task<SourceEnd> RunAsync(CancellationToken cancellation)
        {
            _run = new TaskCompletionSource<SourceEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
            WasCancelled = false;
            IsRunning = true;
            Interlocked.Increment(ref _runs);
            try
            {
                return await _run.Task.WaitAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                WasCancelled = true;
                throw;
            }
        }
    }
}
