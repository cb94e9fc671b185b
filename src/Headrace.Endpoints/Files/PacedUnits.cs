using Headrace.Media.Timing;

namespace Headrace.Endpoints.Files;

/// <summary>Units that wait for their time, in the order of their decode times whatever the order of the file. Bounded in time, bytes and number: then no more is read.</summary>
internal sealed class PacedUnits : IDisposable
{
    /// <summary>So much of the file is read ahead: its tracks may be as far apart.</summary>
    public const long ReadAhead = Timebase.NanosecondsPerSecond;

    /// <summary>Bytes that wait at most, but for what one step of reading brings.</summary>
    public const long MaxBytes = 16 * 1024 * 1024;

    /// <summary>Units that wait at most, but for what one step of reading brings.</summary>
    public const int MaxUnits = 4096;

    private readonly PriorityQueue<MediaUnit, (long Time, long Number)> _units = new();
    private long _number;
    private long _bytes;
    private long _latest = long.MinValue;

    /// <summary>True when enough waits.</summary>
    public bool IsFilled => _units.TryPeek(out _, out (long Time, long) first) && (_latest - first.Time >= ReadAhead || _bytes >= MaxBytes || _units.Count >= MaxUnits);

    /// <summary>Adds a unit; its payload's reference goes over.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="time">When it is due on the line, in nanoseconds.</param>
    public void Add(in MediaUnit unit, long time)
    {
        _units.Enqueue(unit, (time, _number++));
        _bytes += unit.Unit.Payload.Length;
        _latest = Math.Max(_latest, time);
    }

    /// <summary>When the next unit is due.</summary>
    public bool TryPeek(out long time)
    {
        bool has = _units.TryPeek(out _, out (long Time, long) first);
        time = first.Time;
        return has;
    }

    /// <summary>Takes the next unit; its payload's reference goes to the caller.</summary>
    public MediaUnit Take()
    {
        MediaUnit unit = _units.Dequeue();
        _bytes -= unit.Unit.Payload.Length;
        return unit;
    }

    /// <summary>Drops what waits.</summary>
    public void Dispose()
    {
        while (_units.TryDequeue(out MediaUnit unit, out _)) unit.Unit.Payload.Release();
        _bytes = 0;
    }
}
