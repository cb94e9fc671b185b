using Headrace.Streaming.Hls;

namespace Headrace.Streaming.Dash;

/// <summary>A rendition in a period. Once the period was published, only <see cref="LastNumber"/> changes.</summary>
internal sealed class DashTrack(HlsRendition rendition, HlsMap map, long offset, long firstNumber)
{
    /// <summary>Head room over the greatest bit rate of a segment so far.</summary>
    private const double BandwidthMargin = 1.5;

    /// <summary>Folder of the rendition.</summary>
    public string Name { get; } = rendition.Name;

    /// <summary>What the URLs of its media begin with.</summary>
    public string Incarnation { get; } = rendition.Incarnation;

    /// <summary>Its init segment.</summary>
    public HlsMap Map { get; } = map;

    /// <summary>Ticks a second.</summary>
    public int Timescale => Map.Track.ClockRate;

    /// <summary>The track's time at which the period begins, in ticks.</summary>
    public long Offset { get; } = offset;

    /// <summary>Number of the segment at which the period begins, or would, if all segments were regular.</summary>
    public required long StartNumber { get; init; }

    /// <summary>Ticks that a segment lasts; null where they are listed.</summary>
    public required long? Duration { get; init; }

    /// <summary>Number of its first segment in the period.</summary>
    public long FirstNumber { get; } = firstNumber;

    /// <summary>Number of its newest segment in the period.</summary>
    public long LastNumber { get; set; } = firstNumber;

    /// <summary>Bits a second.</summary>
    public long Bandwidth { get; } = Math.Max((long)(rendition.PeakBitRate * BandwidthMargin), 1);

    /// <summary>Whether a segment begins where its number says, as near as players need it.</summary>
    public bool Fits(in TimedSegment segment) =>
        Duration is not { } duration || Math.Abs(segment.Start - Offset - (segment.MediaSequence - StartNumber) * duration) <= duration / 4;
}
