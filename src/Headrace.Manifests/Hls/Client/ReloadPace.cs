using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Client;

/// <summary>When a playlist is loaded again (RFC 8216, 6.3.4), and when one that does not change any more is given up.</summary>
internal sealed class ReloadPace(HlsClientOptions options, MonotonicTime start)
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(500);

    private MonotonicTime _began = start;
    private MonotonicTime _news = start;
    private TimeSpan _target = TimeSpan.FromSeconds(2);

    /// <summary>When the next load is due; <see cref="MonotonicTime.Never"/> while one is under way, or where nothing is to come.</summary>
    public MonotonicTime Due { get; private set; } = start;

    /// <summary>A load begins.</summary>
    public void Begin(MonotonicTime now) => (_began, Due) = (now, MonotonicTime.Never);

    /// <summary>A load has brought what was not known before: the next one is a target duration later, or at once where it waits for more.</summary>
    public void Changed(TimeSpan target, bool waits, MonotonicTime now)
    {
        (_news, _target) = (now, target);
        Due = waits ? now : AtLeast(_began + target, now, Least);
    }

    /// <summary>A load has brought nothing, or failed: the next one is half a target duration later.</summary>
    public void Unchanged(MonotonicTime now) => Due = AtLeast(_began + (_target / 2), now, Least / 2);

    /// <summary>Nothing is to come.</summary>
    public void Stop() => Due = MonotonicTime.Never;

    /// <summary>For how long nothing new has come, where that is too long; else null.</summary>
    public TimeSpan? StalledFor(MonotonicTime now)
    {
        TimeSpan limit = _target * options.StallTargets;
        if (limit < options.LeastStall) limit = options.LeastStall;
        return now - _news > limit ? now - _news : null;
    }

    private static MonotonicTime AtLeast(MonotonicTime wanted, MonotonicTime now, TimeSpan pause) => wanted < now + pause ? now + pause : wanted;
}
