namespace Headrace.Media.Rings;

/// <summary>
/// One reader's way through a ring: begins at a join point, is paced while it catches up, and skips to the next join point when it
/// falls behind. It never gives an item whose predecessors since a join point it has not given. Single-threaded.
/// </summary>
public sealed class RingReader<T>
    where T : class, IRingItem
{
    /// <summary>What is sent at once when a reader begins in the past.</summary>
    private static readonly TimeSpan UsualInitialBurst = TimeSpan.FromMilliseconds(500);

    private readonly BroadcastRing<T> _ring;
    private readonly long _maxLag;
    private readonly int _burstRate;
    private readonly long _initialBurst;
    private long _cursor;
    private long _burstEnd;
    private long _burstStartTime;
    private long _burstStartPathTime;
    private bool _isWaitingForJoinPoint;

    /// <summary>A reader that has not begun.</summary>
    /// <param name="ring">The ring to read.</param>
    /// <param name="maxLag">How far it may fall behind the newest item before it skips.</param>
    /// <param name="burstRate">How many times real time the backlog at its start is given; 0: as fast as it is taken.</param>
    /// <param name="initialBurst">How much of the backlog is given at once; null: half a second.</param>
    public RingReader(BroadcastRing<T> ring, TimeSpan maxLag, int burstRate, TimeSpan? initialBurst = null)
    {
        _initialBurst = (initialBurst ?? UsualInitialBurst).Ticks * 100;
        _ring = ring;
        _maxLag = maxLag.Ticks * 100;
        _burstRate = burstRate;
    }

    /// <summary>How often it skipped.</summary>
    public long Skips { get; private set; }

    /// <summary>How many items it lost.</summary>
    public long SkippedItems { get; private set; }

    /// <summary>How far behind it was when it skipped in the last call, in nanoseconds; 0 when it did not.</summary>
    public long LagAtSkip { get; private set; }

    /// <summary>Sequence number of the next item that it wants.</summary>
    public long Cursor => _cursor;

    /// <summary>Sequence number of the join point at which it began or went on last; -1 before the first.</summary>
    public long JoinedAt { get; private set; } = -1;

    /// <summary>True when the last <see cref="TryRead"/> gave nothing because the backlog is given slowly: there is more before the ring says so.</summary>
    public bool IsPaced { get; private set; }

    /// <summary>True when the item given last was there before the reader began, or went on after a skip: it is sent to catch up.</summary>
    public bool IsCatchingUp => _cursor <= _burstEnd;

    /// <summary>True when the ring has ended and everything in it was given.</summary>
    public bool IsAtEnd => _ring.IsCompleted && _cursor >= _ring.Head;

    /// <summary>How long before the newest item the next one came, in nanoseconds; where that one has left the ring, the oldest that is there: he is at least so far behind.</summary>
    public long Lag => _ring.Peek(Math.Max(_cursor, _ring.Tail)) is { } item ? Math.Max(0, _ring.NewestArrival - item.Arrival.Nanoseconds) : 0;

    /// <summary>Begins at the newest join point held, or, with <paramref name="atNext"/> or when none is held, at the next one.</summary>
    /// <returns>The sequence number where it begins, or -1 when it waits for the next join point.</returns>
    public long Begin(bool atNext, long nowNanoseconds)
    {
        long join = atNext ? -1 : _ring.NewestJoinPoint;
        _isWaitingForJoinPoint = join < 0;
        _cursor = join < 0 ? _ring.Head : join;
        JoinedAt = join;
        BeginBurst(nowNanoseconds);
        return join;
    }

    /// <summary>
    /// The next item, retained for the caller, who releases it. Null when there is none now: the reader has caught up, is paced, or
    /// waits for a join point.
    /// </summary>
    public T? TryRead(long nowNanoseconds)
    {
        IsPaced = false;
        LagAtSkip = 0;
        while (true)
        {
            if (_cursor >= _ring.Head) return null;
            if (_isWaitingForJoinPoint && !TryJoin(nowNanoseconds)) return null;
            T? item = _ring.Peek(_cursor);
            bool isBurst = _cursor < _burstEnd;
            // Of a ring that has ended nobody wakes a reader any more.
            if (isBurst && item is not null && IsEarly(item.PathTime, nowNanoseconds) && !_ring.IsCompleted)
            {
                IsPaced = true;
                return null;
            }

            bool isBehind = !isBurst && item is not null && _ring.NewestArrival - item.Arrival.Nanoseconds > _maxLag;
            item = isBehind ? null : _ring.TryTake(_cursor);
            if (item is null)
            {
                SkipTo(_ring.JoinPointFrom(_cursor + 1), nowNanoseconds);
                continue;
            }

            _cursor++;
            return item;
        }
    }

    /// <summary>Goes on at the next join point after the cursor: what was given last did not get through.</summary>
    public void Skip(long nowNanoseconds)
    {
        LagAtSkip = 0;
        SkipTo(_ring.JoinPointFrom(_cursor), nowNanoseconds);
    }

    private void SkipTo(long join, long nowNanoseconds)
    {
        Skips++;
        LagAtSkip = Math.Max(LagAtSkip, Lag);
        long from = _cursor;
        _isWaitingForJoinPoint = join < 0;
        _cursor = join < 0 ? _ring.Head : join;
        SkippedItems += _cursor - from;
        if (join >= 0) JoinedAt = join;
        BeginBurst(nowNanoseconds);
    }

    private bool IsEarly(long pathTime, long now) =>
        _burstRate > 0 && pathTime - _burstStartPathTime - _initialBurst > (now - _burstStartTime) * _burstRate;

    private bool TryJoin(long now)
    {
        long join = _ring.JoinPointFrom(_cursor);
        long head = _ring.Head;
        if (Skips > 0) SkippedItems += (join < 0 ? head : join) - _cursor;
        _cursor = join < 0 ? head : join;
        if (join < 0) return false;
        _isWaitingForJoinPoint = false;
        JoinedAt = join;
        BeginBurst(now);
        return true;
    }

    private void BeginBurst(long now)
    {
        _burstEnd = _ring.Head;
        _burstStartTime = now;
        _burstStartPathTime = _ring.TryPeekTime(_cursor, out long time) ? time : _ring.NewestTime;
    }
}
