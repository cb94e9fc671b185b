namespace Headrace.Endpoints.Hls.Pull;

/// <summary>The units of one rendition that wait for their time, a queue a track.</summary>
internal sealed class PacedQueue
{
    private readonly List<Queue<PacedUnit>> _tracks = [];

    /// <summary>Units that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes that wait.</summary>
    public long Bytes { get; private set; }

    /// <summary>The latest place that a unit has come for; null before the first.</summary>
    public long? Horizon { get; private set; }

    /// <summary>The place of the unit that is due first; null where none waits.</summary>
    public long? Next => Count == 0 ? null : _tracks[First()].Peek().Line;

    public void Add(in PacedUnit unit)
    {
        while (_tracks.Count <= unit.Track) _tracks.Add(new Queue<PacedUnit>());
        _tracks[unit.Track].Enqueue(unit);
        Count++;
        Bytes += unit.Unit.Payload.Length;
        Horizon = Math.Max(Horizon ?? long.MinValue, unit.Line);
    }

    /// <summary>Takes the unit that is due first. There is one.</summary>
    public PacedUnit Take()
    {
        PacedUnit unit = _tracks[First()].Dequeue();
        Count--;
        Bytes -= unit.Unit.Payload.Length;
        return unit;
    }

    /// <summary>Gives all back.</summary>
    public void Clear()
    {
        while (Count > 0) Take().Unit.Payload.Release();
    }

    private int First()
    {
        int first = -1;
        for (int i = 0; i < _tracks.Count; i++)
        {
            if (_tracks[i].TryPeek(out PacedUnit unit) && (first < 0 || unit.Line < _tracks[first].Peek().Line)) first = i;
        }

        return first;
    }
}
