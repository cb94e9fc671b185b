using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>Says when the machine's wall clock was set: what has a date differs from then on, and an operator looks for why.</summary>
internal sealed class ClockWatch : IAsyncDisposable
{
    /// <summary>Less is what time servers do every day.</summary>
    internal static readonly TimeSpan LeastStep = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private DateTimeOffset _utc;
    private long _timestamp;

    internal ClockWatch(TimeProvider clock, ILogger logger)
    {
        (_clock, _logger) = (clock, logger);
        (_utc, _timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        _timer = clock.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>Looks no more.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Look()
    {
        lock (_gate)
        {
            (DateTimeOffset utc, long timestamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());
            TimeSpan step = utc - _utc - _clock.GetElapsedTime(_timestamp, timestamp);
            (_utc, _timestamp) = (utc, timestamp);
            if (step.Duration() >= LeastStep) ServerLog.ClockSet(_logger, step > TimeSpan.Zero ? "forward" : "back", step.Duration().TotalSeconds);
        }
    }
}
