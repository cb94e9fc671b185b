using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Forwarding;

/// <summary>
/// Keeps a stream forwarded to one target: begins when the stream has media, ends with it, and tries again for ever, with growing pauses, whatever goes wrong. A publisher
/// that blinks is not seen: the stream goes on. The log says each fault once.
/// </summary>
public sealed class ForwardSupervisor : IAsyncDisposable
{
    /// <summary>The longest first pause.</summary>
    internal static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks at a stream that is said to have media and has none.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly IForwardTarget _target;
    private readonly LiveStream _stream;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly RestartBackOff _backOff;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task _loop = Task.CompletedTask;
    private ForwardRun? _run;
    private ForwardState _state;
    private DateTimeOffset _since;
    private MonotonicTime? _worksSince;
    private int _tries;
    private string? _lastError;
    private string? _toldFault;
    private (long Bytes, long Skips, long Lost) _before;

    /// <summary>A supervisor that does nothing yet.</summary>
    public ForwardSupervisor(IForwardTarget target, LiveStream stream, TimeSpan longestPause, TimeProvider clock, ILoggerFactory loggers)
    {
        _target = target;
        _stream = stream;
        _clock = clock;
        _since = clock.GetUtcNow();
        _logger = loggers.CreateLogger("Headrace.Forwarding");
        _backOff = new RestartBackOff(FirstBackOff < longestPause ? FirstBackOff : longestPause, longestPause, Random.Shared);
    }

    /// <summary>Bytes sent, over all runs.</summary>
    public long BytesSent
    {
        get
        {
            lock (_gate) return _before.Bytes + (_run?.BytesSent ?? 0);
        }
    }

    /// <summary>Begins.</summary>
    public void Start()
    {
        _stream.Forwards.Add(this);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>How it is.</summary>
    public ForwardSnapshot Snapshot()
    {
        string? description = (_target as IDescribedTarget)?.Describe(_stream);
        lock (_gate)
        {
            return new ForwardSnapshot(
                _target.Description, _target.Protocol, _state, _since, _tries, _lastError,
                _before.Bytes + (_run?.BytesSent ?? 0), _before.Skips + (_run?.Skips ?? 0), _before.Lost + (_run?.Lost ?? 0), description);
        }
    }

    /// <summary>Ends it and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
        _stream.Forwards.Remove(this);
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await WaitForMediaAsync().ConfigureAwait(false);
                BeginTry();
                ForwardEnd end = await TryAsync().ConfigureAwait(false);
                TimeSpan pause = EndTry(end);
                if (pause > TimeSpan.Zero) await Task.Delay(pause, _clock, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The target is taken away, or the server stops.
        }
    }

    private async Task WaitForMediaAsync()
    {
        while (true)
        {
            if (!_stream.Ready.IsCompleted) Set(ForwardState.Waiting);
            await _stream.Ready.WaitAsync(_stop.Token).ConfigureAwait(false);
            if (!_stream.Tracks.IsEmpty) return;
            await Task.Delay(LookAgain, _clock, _stop.Token).ConfigureAwait(false);
        }
    }

    private void BeginTry()
    {
        lock (_gate)
        {
            _tries++;
            _worksSince = null;
            _run = new ForwardRun(_stream, OnForwarding, OnSkip);
        }

        Set(ForwardState.Connecting);
    }

    private async Task<ForwardEnd> TryAsync()
    {
        try
        {
            return await _target.RunAsync(_run!, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault of ours in one target is not the others', and may be gone with the next try.
            ForwardLog.Broken(_logger, e, _stream.Name, _target.Description);
            return new ForwardEnd("a fault of the server; the log has it");
        }
        finally
        {
            lock (_gate)
            {
                _before = (_before.Bytes + _run!.BytesSent, _before.Skips + _run.Skips, _before.Lost + _run.Lost);
                _run = null;
            }
        }
    }

    /// <summary>Notes how a try ended; how long to wait before the next one.</summary>
    private TimeSpan EndTry(ForwardEnd end)
    {
        TimeSpan worked = _worksSince is { } since ? MonotonicTime.Now(_clock) - since : TimeSpan.Zero;
        if (worked >= SourceSupervisor.SteadyAfter || end.Kind == ForwardEndKind.StreamOver)
        {
            _backOff.Reset();
            _toldFault = null;
        }

        if (end.Kind == ForwardEndKind.StreamOver)
        {
            lock (_gate) _tries = 0;
            ForwardLog.Over(_logger, _stream.Name, _target.Description);
            return LookAgain;
        }

        if (end.Kind == ForwardEndKind.StreamChanged && worked >= LookAgain) return TimeSpan.Zero;
        TimeSpan pause = _backOff.Next();
        lock (_gate) _lastError = end.Fault;
        Set(ForwardState.Failed);
        if (end.Fault != _toldFault) ForwardLog.Ended(_logger, _stream.Name, _target.Description, end.Fault, pause.TotalSeconds);
        _toldFault = end.Fault;
        return pause;
    }

    private void OnForwarding()
    {
        lock (_gate)
        {
            _tries = 0;
            _worksSince = MonotonicTime.Now(_clock);
        }

        Set(ForwardState.Forwarding);
        ForwardLog.Forwarding(_logger, _stream.Name, _target.Description);
    }

    private void OnSkip(CursorSkip skip)
    {
        if (skip.IsNews) ForwardLog.Behind(_logger, _stream.Name, _target.Description, skip.BehindMs, skip.Skips);
    }

    private void Set(ForwardState state)
    {
        lock (_gate)
        {
            if (_state == state) return;
            (_state, _since) = (state, _clock.GetUtcNow());
        }
    }
}
