namespace Headrace.Media.Timeline;

/// <summary>Counts of a path's steps and causes; written under the path's lock, read by anyone.</summary>
internal sealed class EventCounts
{
    private readonly long[] _steps = new long[Enum.GetValues<TimelineStep>().Length];
    private readonly long[] _causes = new long[Enum.GetValues<TimelineCause>().Length];

    public long Units { get; private set; }

    public long Dropped { get; private set; }

    public long this[TimelineStep step] => Volatile.Read(ref _steps[(int)step]);

    public long this[TimelineCause cause] => Volatile.Read(ref _causes[(int)cause]);

    public void Add(TimelineCause cause) => _causes[(int)cause]++;

    public void AddPublished(TimelineStep step)
    {
        Units++;
        _steps[(int)step]++;
    }

    public void AddDropped() => Dropped++;
}
