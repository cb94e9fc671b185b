using Headrace.Media.Timing;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>
/// When media is due that comes a segment at a time: by its own time since the first unit, so that what arrives at once goes on evenly. Media that comes too late moves all that follows; a hole
/// in the media makes up for what was moved.
/// </summary>
internal sealed class MediaPace
{
    /// <summary>What comes later than this was late; within it, it is how segments are interleaved and timers fire.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(250);

    private long _line;
    private MonotonicTime _time;

    /// <summary>Whether it has begun.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>By how much more than at its beginning media is behind its source.</summary>
    public TimeSpan Delay { get; private set; }

    /// <summary>Times that media came too late.</summary>
    public long Stalls { get; private set; }

    /// <summary>It begins: what lies at a place of the line is due now.</summary>
    public void Begin(long line, MonotonicTime now) => (_line, _time, IsRunning) = (line, now, true);

    /// <summary>When a place is due.</summary>
    public MonotonicTime DueOf(long line) => new(_time.Nanoseconds + (line - _line));

    /// <summary>The place that is due now.</summary>
    public long LineAt(MonotonicTime now) => _line + (now.Nanoseconds - _time.Nanoseconds);

    /// <summary>The next unit lies here; nothing that lies before it is to come. True where it is due.</summary>
    /// <param name="line">Its place.</param>
    /// <param name="last">The place of the one before it.</param>
    /// <param name="now">The present instant.</param>
    public bool IsDue(long line, long last, MonotonicTime now)
    {
        TimeSpan late = now - DueOf(line);
        if (late > Tolerance)
        {
            Stalls++;
            Delay += late;
            _time += late;
            return true;
        }

        TimeSpan hole = TimeSpan.FromTicks((line - last) / 100) - Tolerance;
        if (late < TimeSpan.Zero && Delay > TimeSpan.Zero && hole > TimeSpan.Zero)
        {
            TimeSpan made = hole < Delay ? hole : Delay;
            made = made < -late ? made : -late;
            Delay -= made;
            _time -= made;
            late += made;
        }

        return late >= TimeSpan.Zero;
    }
}
