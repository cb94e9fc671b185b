using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Events;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Pressure;

/// <summary>
/// The bytes that all streams may hold together, and how short they are. When they are short, a stream's limit is its share of them
/// (<see cref="Share"/>): who holds less is left alone. Thread-safe.
/// </summary>
public sealed class MemoryBudget
{
    /// <summary>How often it is looked at, at most.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly PressureGauge _gauge = new();
    private volatile PressureThresholds _thresholds = new();
    private long _nextLook;
    private int _holders = 1;
    private long _streamsRefused;

    /// <summary>A budget.</summary>
    /// <param name="limit">Bytes; 0: no limit.</param>
    /// <param name="events">Where changes of the level are told.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Where they are written.</param>
    public MemoryBudget(long limit, EventHub events, TimeProvider clock, ILogger logger)
    {
        Account = new MemoryAccount("streams", limit);
        Reports = new PressureReports(events, clock, logger);
    }

    /// <summary>Who pays for the bytes of all streams.</summary>
    public MemoryAccount Account { get; }

    /// <summary>Where the levels of the whole begin.</summary>
    public PressureThresholds Thresholds
    {
        get => _thresholds;
        set => _thresholds = value;
    }

    /// <summary>How short the whole is.</summary>
    public PressureLevel Level => _gauge.Level;

    /// <summary>What one stream may hold of the whole when that is short: as much as each other one that holds something.</summary>
    public long Share => Account.Limit / Volatile.Read(ref _holders);

    /// <summary>True while no stream comes in that is not there yet.</summary>
    internal bool RefusesStreams => Level == PressureLevel.Critical;

    /// <summary>Streams that were refused for it.</summary>
    public long StreamsRefused => Interlocked.Read(ref _streamsRefused);

    internal PressureReports Reports { get; }

    internal void RefuseStream(string name)
    {
        Interlocked.Increment(ref _streamsRefused);
        Reports.TellRefused($"the stream {name}");
    }

    /// <summary>Says how many streams hold something.</summary>
    internal void SetHolders(int streams) => Volatile.Write(ref _holders, Math.Max(1, streams));

    /// <summary>Looks at the whole, unless it was looked at just now.</summary>
    internal void Update(MonotonicTime now)
    {
        if (now.Nanoseconds < Volatile.Read(ref _nextLook)) return;
        PressureChange change;
        lock (_gate)
        {
            Volatile.Write(ref _nextLook, (now + LookInterval).Nanoseconds);
            (PressureLevel before, long used, long limit) = (_gauge.Level, Account.Look(), Account.Limit);
            if (!_gauge.Update(used, limit, _thresholds, now)) return;
            change = new PressureChange(null, before, _gauge.Level, used, limit);
        }

        Reports.Tell(change);
    }
}
