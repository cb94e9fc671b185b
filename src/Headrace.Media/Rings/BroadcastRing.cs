using System.Collections.Immutable;

namespace Headrace.Media.Rings;

/// <summary>
/// One writer, many readers, each with a cursor of his own. The writer never waits: a reader who falls behind the bounds is overtaken
/// and goes on at a join point. Reading takes no lock and allocates nothing.
/// </summary>
/// <remarks>
/// The ring owns one reference to each item in it. The writer moves the tail before it releases an item, and readers check the tail
/// after they have taken a slot, so that an item is either retained by its generation or seen as gone. Slots become more as they are needed,
/// up to <see cref="RingLimits.MaxItems"/>.
/// </remarks>
public sealed class BroadcastRing<T> : IDisposable
    where T : class, IRingItem
{
    private const int FirstSlots = 256;

    private readonly int _maxItems;
    private volatile T?[] _slots;
    private volatile RingLimits _limits;
    private ImmutableArray<IRingObserver> _observers = [];
    private long _head;
    private long _tail;
    private long _newestArrival;
    private long _newestTime;
    private long _newestJoinPoint = -1;
    private int _joinPoints;
    private long _bytes;
    private volatile bool _isCompleted;

    /// <summary>An empty ring.</summary>
    public BroadcastRing(RingLimits limits)
    {
        if (!int.IsPow2(limits.MaxItems)) throw new ArgumentException("MaxItems must be a power of two.", nameof(limits));
        _limits = limits;
        _maxItems = limits.MaxItems;
        _slots = new T?[Math.Min(FirstSlots, _maxItems)];
    }

    /// <summary>Sequence number of the next item to be published.</summary>
    public long Head => Volatile.Read(ref _head);

    /// <summary>Sequence number of the oldest item still here.</summary>
    public long Tail => Volatile.Read(ref _tail);

    /// <summary>Path time of the newest item, in nanoseconds.</summary>
    public long NewestTime => Volatile.Read(ref _newestTime);

    /// <summary>Arrival of the newest item, in nanoseconds.</summary>
    public long NewestArrival => Volatile.Read(ref _newestArrival);

    /// <summary>Bytes held.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>From the arrival of the oldest item to that of the newest.</summary>
    public TimeSpan Span => Peek(Tail) is { } oldest ? TimeSpan.FromTicks(Math.Max(0, NewestArrival - oldest.Arrival.Nanoseconds) / 100) : TimeSpan.Zero;

    /// <summary>Join points held.</summary>
    public int JoinPoints => Volatile.Read(ref _joinPoints);

    /// <summary>The bounds. New ones hold from the next item on, or from <see cref="Trim"/>; the greatest number of items stays that of the start.</summary>
    public RingLimits Limits
    {
        get => _limits;
        set => _limits = value;
    }

    /// <summary>True after <see cref="Complete"/>: readers drain what is left.</summary>
    public bool IsCompleted => _isCompleted;

    /// <summary>Sequence number of the newest join point still held, or -1.</summary>
    public long NewestJoinPoint
    {
        get
        {
            long newest = Volatile.Read(ref _newestJoinPoint);
            return newest >= Tail ? newest : -1;
        }
    }

    /// <summary>Appends an item and takes over the caller's reference. One writer at a time.</summary>
    public void Publish(T item)
    {
        long head = _head;
        if (head - _tail == _slots.Length)
        {
            if (_slots.Length < _maxItems) Grow();
            else EvictOldest();
        }

        Volatile.Write(ref Slot(_slots, head), item);
        _bytes += item.Bytes;
        if (item.IsJoinPoint)
        {
            _joinPoints++;
            Volatile.Write(ref _newestJoinPoint, head);
        }

        Volatile.Write(ref _newestTime, item.PathTime);
        Volatile.Write(ref _newestArrival, item.Arrival.Nanoseconds);
        Volatile.Write(ref _head, head + 1);
        Evict(item.Arrival.Nanoseconds);
        foreach (IRingObserver observer in _observers) observer.OnPublished();
    }

    /// <summary>Says that nothing more will come.</summary>
    public void Complete()
    {
        _isCompleted = true;
        foreach (IRingObserver observer in _observers) observer.OnPublished();
    }

    /// <summary>Removes what is beyond the bounds as they are now. By the writer.</summary>
    public void Trim() => Evict(_newestArrival);

    /// <summary>Removes all items. By the writer.</summary>
    public void Clear()
    {
        while (_tail < _head) EvictOldest();
    }

    /// <summary>From now on tells an observer of new items.</summary>
    public void Subscribe(IRingObserver observer) => ImmutableInterlocked.Update(ref _observers, static (all, one) => all.Add(one), observer);

    /// <summary>Stops telling an observer.</summary>
    public void Unsubscribe(IRingObserver observer) => ImmutableInterlocked.Update(ref _observers, static (all, one) => all.Remove(one), observer);

    /// <summary>
    /// The item of a sequence number, retained for the caller; null when it is gone already, or not there yet.
    /// </summary>
    public T? TryTake(long sequence)
    {
        if (sequence >= Head || sequence < Tail) return null;
        T? item = Volatile.Read(ref Slot(_slots, sequence));
        if (item is null || sequence < Tail || !item.TryRetain()) return null;
        if (sequence >= Tail) return item;
        item.Release();
        return null;
    }

    /// <summary>The first join point at or after a sequence number, or -1.</summary>
    public long JoinPointFrom(long sequence)
    {
        long head = Head;
        for (long i = Math.Max(sequence, Tail); i < head; i++)
        {
            T? item = Volatile.Read(ref Slot(_slots, i));
            if (item is not null && i >= Tail && item.IsJoinPoint) return i;
        }

        return -1;
    }

    /// <summary>Path time of an item, without retaining it; false when it is gone.</summary>
    public bool TryPeekTime(long sequence, out long pathTime)
    {
        T? item = Peek(sequence);
        pathTime = item?.PathTime ?? 0;
        return item is not null;
    }

    /// <summary>An item without a reference, for its times only; null when it is gone or not there yet.</summary>
    internal T? Peek(long sequence)
    {
        if (sequence >= Head || sequence < Tail) return null;
        T? item = Volatile.Read(ref Slot(_slots, sequence));
        return sequence < Tail ? null : item;
    }

    /// <summary>Completes the ring and releases its items.</summary>
    public void Dispose()
    {
        Complete();
        Clear();
    }

    private void Evict(long newestArrival)
    {
        RingLimits limits = _limits;
        while (_head - _tail > 1)
        {
            T oldest = Slot(_slots, _tail)!;
            long span = newestArrival - oldest.Arrival.Nanoseconds;
            bool isOver = _bytes > limits.MaxBytes || span > limits.MaxDuration.Ticks * 100;
            // Without its beginning, the rest of a group serves only those who are in the middle of it.
            bool isSpare = _joinPoints > limits.JoinPoints || (_joinPoints > 0 && !oldest.IsJoinPoint);
            if (!isOver && (!isSpare || span <= limits.MinDuration.Ticks * 100)) return;
            EvictOldest();
        }
    }

    private void EvictOldest()
    {
        long tail = _tail;
        ref T? slot = ref Slot(_slots, tail);
        T item = slot!;
        Volatile.Write(ref _tail, tail + 1);
        Interlocked.MemoryBarrier();
        slot = null;
        _bytes -= item.Bytes;
        if (item.IsJoinPoint) _joinPoints--;
        item.Release();
    }

    /// <summary>
    /// Twice the slots. Who still reads the former ones finds there what was in the ring until now; whether that is still held, the tail
    /// and the item's own generation say, as ever. The new ones are there before the head moves beyond the former.
    /// </summary>
    private void Grow()
    {
        T?[] former = _slots;
        T?[] larger = new T?[former.Length * 2];
        for (long i = _tail; i < _head; i++) Slot(larger, i) = Slot(former, i);
        _slots = larger;
    }

    /// <summary>The slot of a sequence number; lengths are powers of two.</summary>
    private static ref T? Slot(T?[] slots, long sequence) => ref slots[sequence & (slots.Length - 1)];
}
