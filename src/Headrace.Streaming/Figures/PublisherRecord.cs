using Headrace.Media.Timing;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Figures;

/// <summary>Counts how often a stream's media breaks off and comes back. Under the stream's lock.</summary>
internal sealed class PublisherRecord(TimeProvider clock)
{
    private const int Minutes = 60;

    private readonly int[] _breaks = new int[Minutes];
    private readonly MonotonicTime _start = MonotonicTime.Now(clock);
    private DateTimeOffset? _connectedSince;
    private long _minute;
    private long _total;
    private long _attempts;
    private long _recoveries;
    private bool _isBroken;

    public PublisherStability Snapshot()
    {
        Turn();
        return new PublisherStability(_connectedSince, _total, _breaks.Sum(), _attempts, _recoveries);
    }

    /// <summary>The stream is in another state. That an operator paused it is no break.</summary>
    public void OnState(StreamState from, StreamState to)
    {
        if (to == StreamState.Active) Begin();
        else if (from == StreamState.Active) End(isBreak: to != StreamState.Paused);
    }

    /// <summary>Somebody tries.</summary>
    public void OnAttempt()
    {
        if (_isBroken) _attempts++;
    }

    private void Begin()
    {
        _connectedSince = clock.GetUtcNow();
        if (_isBroken) _recoveries++;
        _isBroken = false;
    }

    private void End(bool isBreak)
    {
        _connectedSince = null;
        if (!isBreak) return;
        _isBroken = true;
        Turn();
        _breaks[_minute % Minutes]++;
        _total++;
    }

    /// <summary>Forgets the minutes that are an hour ago.</summary>
    private void Turn()
    {
        long minute = (long)(MonotonicTime.Now(clock) - _start).TotalMinutes;
        for (long gone = Math.Max(_minute + 1, minute - Minutes + 1); gone <= minute; gone++) _breaks[gone % Minutes] = 0;
        _minute = minute;
    }
}
