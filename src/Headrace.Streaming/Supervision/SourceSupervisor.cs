using Headrace.Streaming.Inputs;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Supervision;

/// <summary>
/// Keeps a stream's source running: starts it again whenever it ends, when its <see cref="CircuitBreaker"/> says so and for ever, and where that is wanted only while somebody
/// reads. The stream's state says how it is; the log says each fault once.
/// </summary>
public sealed class SourceSupervisor : IAsyncDisposable
{
    /// <summary>A source that worked this long was well: the pauses begin anew.</summary>
    internal static readonly TimeSpan SteadyAfter = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan DemandInterval = TimeSpan.FromSeconds(1);

    private readonly IStreamSource _source;
    private readonly LiveStream _stream;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CircuitBreaker _breaker;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private volatile SourceSupervisorOptions _options;
    private ITimer? _demand;
    private StreamInput? _input;
    private Task _loop = Task.CompletedTask;
    private string? _lastFault;

    /// <summary>A supervisor that does nothing yet.</summary>
    public SourceSupervisor(IStreamSource source, LiveStream stream, SourceSupervisorOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        _source = source;
        _stream = stream;
        _options = options;
        _clock = clock;
        _logger = loggers.CreateLogger("Headrace.Sources");
        _breaker = new CircuitBreaker(new RestartBackOff(options.FirstBackOff, options.MaxBackOff, Random.Shared));
    }

    /// <summary>Begins.</summary>
    public void Start()
    {
        _input = _stream.Supply.AttachInput(_options.Label, _source.Description, _options.Priority, _options.IsOnDemand);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Goes on with other words about when it runs; a run is not interrupted. Label, priority and pauses are those of the start.</summary>
    public void Adopt(SourceSupervisorOptions options)
    {
        lock (_gate)
        {
            _options = options;
            _demand?.Change(CheckInterval, CheckInterval);
        }

        _stream.Supply.AdoptInput(_input!, options.IsOnDemand);
    }

    private TimeSpan CheckInterval => _options.IsOnDemand ? DemandInterval : Timeout.InfiniteTimeSpan;

    /// <summary>Ends the source and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
        if (_input is not null) _stream.Supply.DetachInput(_input);
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (_options.IsOnDemand) await _stream.Supply.WaitForDemandAsync(_stop.Token).ConfigureAwait(false);
                await RunWhileWantedAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The server stops, or nobody reads any more.
                _stream.Supply.RestInput(_input!);
            }
        }
    }

    private async Task RunWhileWantedAsync()
    {
        using CancellationTokenSource run = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using ITimer demand = BeginChecks(run);
        while (true)
        {
            run.Token.ThrowIfCancellationRequested();
            _breaker.BeginTry();
            _stream.Supply.BeginTry(_input!, _breaker.State);
            SourceEnd end = await TryAsync(run.Token).ConfigureAwait(false);
            // Sessions may hear of the server's stop before this run does.
            _stop.Token.ThrowIfCancellationRequested();
            run.Token.ThrowIfCancellationRequested();
            await PauseAsync(end, run.Token).ConfigureAwait(false);
        }
    }

    private ITimer BeginChecks(CancellationTokenSource run)
    {
        lock (_gate) return _demand = _clock.CreateTimer(_ => CheckDemand(run), null, CheckInterval, CheckInterval);
    }

    private async Task<SourceEnd> TryAsync(CancellationToken cancellation)
    {
        try
        {
            return await _source.RunAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault of ours in one source is not the others', and may be gone with the next try.
            SourceLog.Failed(_logger, e, _stream.Name);
            return new SourceEnd("a fault of the server; the log has it", TimeSpan.Zero);
        }
    }

    private async Task PauseAsync(SourceEnd end, CancellationToken cancellation)
    {
        if (end.Worked >= SteadyAfter) _lastFault = null;
        TimeSpan pause = _breaker.EndTry(end.Worked);
        // The same fault again and again is one line: the API says that it still is so.
        if (_stream.Supply.ReportFault(_input!, end.Fault, _breaker.State, end.Cause) && end.Fault != _lastFault) SourceLog.Ended(_logger, _stream.Name, _source.Description, end.Fault, pause.TotalSeconds);
        _lastFault = end.Fault;
        await Task.Delay(pause, _clock, cancellation).ConfigureAwait(false);
    }

    private void CheckDemand(CancellationTokenSource run)
    {
        SourceSupervisorOptions options = _options;
        if (!options.IsOnDemand || _stream.Supply.IsWanted(options.CloseAfter)) return;
        try
        {
            run.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run was over first.
        }
    }
}
