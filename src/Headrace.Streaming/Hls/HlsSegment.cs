using System.Collections.Immutable;

namespace Headrace.Streaming.Hls;

/// <summary>A segment in the window. Written by the branch; others read its parts once it is complete.</summary>
internal sealed class HlsSegment(long mediaSequence, HlsMap? map, long start, bool isDiscontinuity, DateTime programDateTime, long epoch, bool startsWithPoint)
{
    private ImmutableArray<HlsPart> _parts = [];

    public long MediaSequence { get; } = mediaSequence;

    /// <summary>Null where segments need none.</summary>
    public HlsMap? Map { get; } = map;

    /// <summary>Decode time of its first unit, in the track's ticks.</summary>
    public long Start { get; } = start;

    public bool IsDiscontinuity { get; } = isDiscontinuity;

    public DateTime ProgramDateTime { get; } = programDateTime;

    /// <summary>What it belongs to with those of other renditions: another one after each discontinuity; see <see cref="TimedSegment.Epoch"/>.</summary>
    public long Epoch { get; } = epoch;

    /// <summary>Whether decoding can begin at its first unit.</summary>
    public bool StartsWithPoint { get; } = startsWithPoint;

    /// <summary>Set when it is complete.</summary>
    public TimeSpan Duration { get; set; }

    /// <summary>Decode time at which its last unit ends, in the track's ticks. Set when it is complete.</summary>
    public long End { get; set; }

    public ImmutableArray<HlsPart> Parts => _parts;

    public TimeSpan PartsDuration { get; private set; }

    public long Bytes { get; private set; }

    public void Add(HlsPart part)
    {
        PartsDuration += part.Duration;
        Bytes += part.Buffer.Length;
        _parts = _parts.Add(part);
    }

    /// <summary>Gives the buffers back.</summary>
    public void Release()
    {
        foreach (HlsPart part in _parts) part.Buffer.Release();
        _parts = [];
    }
}
