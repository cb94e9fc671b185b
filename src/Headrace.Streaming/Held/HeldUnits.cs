using Headrace.Media.Rings;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Held;

/// <summary>Units of a stream's ring, kept for as long as somebody makes something of them; they stay charged to the stream. At most what the ring holds.</summary>
public sealed class HeldUnits : IDisposable
{
    /// <summary>Owner of the bytes that are made of held units.</summary>
    public const string MemoryOwner = "held";

    private readonly List<AccessUnit> _units;

    private HeldUnits(List<AccessUnit> units) => _units = units;

    /// <summary>The units, oldest first.</summary>
    public IReadOnlyList<AccessUnit> Units => _units;

    /// <summary>The tracks that they belong to, each as its newest unit has it, by number.</summary>
    public IReadOnlyList<Track> Tracks => [.. _units.GroupBy(unit => unit.Track.Id).OrderBy(track => track.Key).Select(track => track.Last().Track)];

    /// <summary>All that the ring holds.</summary>
    public static HeldUnits Take(LiveStream stream)
    {
        BroadcastRing<AccessUnit> ring = stream.Ring;
        List<AccessUnit> units = new((int)Math.Max(0, ring.Head - ring.Tail));
        for (long i = ring.Tail; i < ring.Head; i++)
        {
            if (ring.TryTake(i) is { } unit) units.Add(unit);
        }

        return new HeldUnits(units);
    }

    /// <summary>
    /// The last units of a duration, from a join point on, so that each of them can be decoded: a little more than that long, or less where the ring holds less. Formats do not change in them.
    /// </summary>
    public static HeldUnits Take(LiveStream stream, TimeSpan duration)
    {
        HeldUnits held = Take(stream);
        held.KeepFrom(held.Start(duration));
        held.LeaveOutUndecodable();
        return held;
    }

    /// <summary>The newest picture that can be shown alone; empty where there is none. One where a gradual refresh begins is taken only where there is no other.</summary>
    public static HeldUnits TakeKeyFrame(LiveStream stream)
    {
        HeldUnits held = Take(stream);
        AccessUnit? picture = held._units.FindLast(unit => unit.Track.Kind == MediaKind.Video && unit.RandomAccess.Kind is RandomAccessKind.Idr or RandomAccessKind.OpenGop)
            ?? held._units.FindLast(unit => unit.Track.Kind == MediaKind.Video && unit.RandomAccess.IsPoint);
        held.Keep(unit => unit == picture);
        return held;
    }

    /// <summary>Leaves out all units but those of one track.</summary>
    public void KeepTrack(int id) => Keep(unit => unit.Track.Id == id);

    /// <summary>Gives the units back.</summary>
    public void Dispose()
    {
        foreach (AccessUnit unit in _units) unit.Release();
        _units.Clear();
    }

    /// <summary>Where the last join point is that is old enough, and from which on formats stay.</summary>
    private int Start(TimeSpan duration)
    {
        int first = 0;
        foreach (Track track in Tracks) first = Math.Max(first, _units.FindLastIndex(unit => unit.Track.Id == track.Id && !unit.Track.Format.Equals(track.Format)) + 1);
        long from = _units.Count == 0 ? 0 : _units[^1].PathTime - duration.Ticks * 100;
        int start = _units.FindIndex(first, unit => unit.IsJoinPoint);
        for (int i = start; i >= 0 && i < _units.Count && _units[i].PathTime <= from; i++)
        {
            if (_units[i].IsJoinPoint) start = i;
        }

        return start < 0 ? _units.Count : start;
    }

    private void KeepFrom(int start)
    {
        foreach (AccessUnit unit in _units.Take(start)) unit.Release();
        _units.RemoveRange(0, start);
    }

    /// <summary>Leaves out pictures before their track's first point, and those that lead it.</summary>
    private void LeaveOutUndecodable()
    {
        HashSet<int> begun = [];
        HashSet<int> leading = [];
        Keep(unit =>
        {
            if (unit.Track.Kind != MediaKind.Video) return true;
            if (begun.Add(unit.Track.Id))
            {
                if (!unit.RandomAccess.IsPoint) return !begun.Remove(unit.Track.Id);
                if (unit.RandomAccess.Kind != RandomAccessKind.Idr) leading.Add(unit.Track.Id);
                return true;
            }

            if (unit.IsLeading) return !leading.Contains(unit.Track.Id);
            leading.Remove(unit.Track.Id);
            return true;
        });
    }

    private void Keep(Func<AccessUnit, bool> isKept)
    {
        _units.RemoveAll(unit =>
        {
            if (isKept(unit)) return false;
            unit.Release();
            return true;
        });
    }
}
