using Headrace.Media.Timing;
using Headrace.Streaming.Inputs;

namespace Headrace.Streaming.Figures;

/// <summary>Follows how a stream stands with its media, and counts. Under the stream's lock.</summary>
internal sealed class RecoveryRecord(TimeProvider clock)
{
    private bool _hasFlowed;
    private bool _isGraceOver;
    private RecoveryState _state;
    private DateTimeOffset _since = clock.GetUtcNow();
    private MonotonicTime _left;
    private bool _wasAway;
    private long _recoveries;
    private long _resyncs;
    private long _failures;
    private TimeSpan? _last;
    private TimeSpan _longest;
    private TimeSpan _total;

    /// <summary>The publisher's grace is over.</summary>
    public void EndGrace() => _isGraceOver = true;

    /// <summary>Nobody reads, and the stream's sources rest: no media is expected.</summary>
    public void Rest() => _hasFlowed = false;

    /// <summary>Looks at how the stream stands now.</summary>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="isSynced">True where pictures of the one that feeds it go on.</param>
    public void Follow(InputSet inputs, bool isSynced)
    {
        bool flows = inputs.IsFed && isSynced;
        if (flows) (_hasFlowed, _isGraceOver) = (true, false);
        Set(flows || inputs.IsPaused || (!_hasFlowed && !inputs.AreGivenUpForNow) ? RecoveryState.Normal
            : inputs.IsFed || inputs.HasStandby ? RecoveryState.Resyncing
            : _isGraceOver || inputs.AreGivenUpForNow ? RecoveryState.Failed
            : RecoveryState.Recovering);
    }

    public RecoverySnapshot Snapshot()
    {
        TimeSpan present = _state == RecoveryState.Normal ? TimeSpan.Zero : MonotonicTime.Now(clock) - _left;
        return new RecoverySnapshot(_state, _since, _recoveries, _resyncs, _failures, _last is { } last ? Seconds(last) : null, Seconds(_longest), Seconds(_total + present));
    }

    private void Set(RecoveryState state)
    {
        if (_state == state) return;
        MonotonicTime now = MonotonicTime.Now(clock);
        if (_state == RecoveryState.Normal) _left = now;
        if (state == RecoveryState.Resyncing) _resyncs++;
        if (state == RecoveryState.Failed) _failures++;
        if (state is RecoveryState.Recovering or RecoveryState.Failed) _wasAway = true;
        if (state == RecoveryState.Normal) EndTime(now);
        _state = state;
        _since = clock.GetUtcNow();
    }

    private void EndTime(MonotonicTime now)
    {
        TimeSpan time = now - _left;
        if (_wasAway) _recoveries++;
        _wasAway = false;
        _last = time;
        _total += time;
        if (time > _longest) _longest = time;
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
