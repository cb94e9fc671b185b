using System.Net;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Pressure;

/// <summary>
/// How short a stream's memory is: by its own limit; by its share of the whole, while the whole is short; and by what an operator set. The greatest counts.
/// Changed under the stream's lock, readable from any thread.
/// </summary>
public sealed class StreamPressure
{
    private readonly string _stream;
    private readonly MemoryAccount _account;
    private readonly MemoryBudget _budget;
    private readonly PressureGauge _own = new();
    private readonly PressureGauge _share = new();
    private volatile PressureLevel _level;
    private volatile PressureLevel _manual;
    private long _viewersRefused;

    internal StreamPressure(string stream, MemoryAccount account, MemoryBudget budget, StreamOptions options)
    {
        _stream = stream;
        _account = account;
        _budget = budget;
        Follow(options);
    }

    /// <summary>Where the levels begin.</summary>
    public PressureThresholds Thresholds { get; private set; } = new();

    /// <summary>True where the sender is slowed down before pictures are dropped.</summary>
    public bool IsSenderAdaptive { get; private set; }

    /// <summary>The level that counts.</summary>
    public PressureLevel Level => _level;

    /// <summary>The level by the stream's own limit.</summary>
    public PressureLevel Own => _own.Level;

    /// <summary>The level by its share of the whole; normal while the whole is not short.</summary>
    public PressureLevel OfShare => _share.Level < _budget.Level ? _share.Level : _budget.Level;

    /// <summary>What an operator set; normal where nothing is set.</summary>
    public PressureLevel Manual => _manual;

    /// <summary>True while no viewer comes in.</summary>
    internal bool RefusesViewers => _level >= PressureLevel.Medium;

    /// <summary>True while the limit itself is passed, its own or that of its share: nothing at all is taken in.</summary>
    public bool IsFull => _account.IsOver || (_budget.Level == PressureLevel.Critical && _budget.Account.IsOver && IsOver(_budget.Share));

    /// <summary>Bytes that it may hold now: its limit, or its share of the whole while that is short.</summary>
    public long Bound
    {
        get
        {
            long own = _account.Limit;
            if (_budget.Level == PressureLevel.Normal) return own;
            return own == 0 ? _budget.Share : Math.Min(own, _budget.Share);
        }
    }

    /// <summary>Viewers that were refused for it.</summary>
    public long ViewersRefused => Interlocked.Read(ref _viewersRefused);

    /// <summary>What was not taken in for it. Under the stream's lock.</summary>
    internal PressureDrops Drops { get; set; }

    internal void RefuseViewer(EndPoint viewer)
    {
        Interlocked.Increment(ref _viewersRefused);
        _budget.Reports.TellRefused($"viewer {viewer} of {_stream}");
    }

    /// <summary>Takes over what the user wrote.</summary>
    internal void Follow(StreamOptions options) => (Thresholds, IsSenderAdaptive) = (options.Backpressure, options.AdaptiveSender);

    /// <summary>Sets a level that counts whatever is used; normal takes it back.</summary>
    internal void Set(PressureLevel manual) => _manual = manual;

    /// <summary>Looks at the use; true when the level changed.</summary>
    internal bool Update(MonotonicTime now)
    {
        _budget.Update(now);
        long used = _account.Look();
        _own.Update(used, _account.Limit, Thresholds, now);
        if (_budget.Level != PressureLevel.Normal || _share.Level != PressureLevel.Normal) _share.Update(used, _budget.Share, Thresholds, now);
        PressureLevel next = _own.Level > OfShare ? _own.Level : OfShare;
        if (_manual > next) next = _manual;
        if (next == _level) return false;
        PressureChange change = new(_stream, _level, next, used, Bound);
        _level = next;
        _budget.Reports.Tell(change);
        return true;
    }

    private bool IsOver(long limit) => limit > 0 && _account.Used > limit;
}
