using Headrace.Media.Timing;

namespace Headrace.Manifests.Hls.Client;

/// <summary>How often, and when, a segment that has not come is asked for again.</summary>
internal sealed class SegmentTries(HlsClientOptions options, HlsClientCounts counts)
{
    private int _tries;
    private int _skipped;

    /// <summary>When it is asked for again; <see cref="MonotonicTime.Never"/> where none waits.</summary>
    public MonotonicTime Due { get; private set; } = MonotonicTime.Never;

    /// <summary>True when too many in a row could not be had.</summary>
    public bool HasGivenUp => _skipped >= options.MaxSkippedInARow;

    /// <summary>True unless a pause lasts.</summary>
    public bool IsDue(MonotonicTime now) => Due == MonotonicTime.Never || Due <= now;

    /// <summary>One has come.</summary>
    public void Succeed()
    {
        Reset();
        _skipped = 0;
    }

    /// <summary>The next one is another.</summary>
    public void Reset() => (_tries, Due) = (0, MonotonicTime.Never);

    /// <summary>One has not come: true where it is asked for again, after a pause.</summary>
    public bool MayTryAgain(HlsFetchFaultKind kind, MonotonicTime now)
    {
        int most = kind == HlsFetchFaultKind.Missing ? options.TriesWhenMissing : options.TriesWhenFailing;
        if (++_tries >= most)
        {
            _skipped++;
            return false;
        }

        counts.Retries++;
        Due = now + options.FirstRetry * (1 << Math.Min(_tries - 1, 6));
        return true;
    }
}
