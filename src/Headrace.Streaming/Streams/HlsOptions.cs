namespace Headrace.Streaming.Streams;

/// <summary>How a stream is cut for HLS.</summary>
public sealed record HlsOptions
{
    /// <summary>What it consists of.</summary>
    public HlsVariant Variant { get; init; } = HlsVariant.LowLatency;

    /// <summary>True where segments are listed in parts.</summary>
    public bool IsLowLatency => Variant == HlsVariant.LowLatency;

    /// <summary>Least duration of a segment; it ends at the first key frame after it.</summary>
    public TimeSpan SegmentDuration { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Aimed-at duration of a part.</summary>
    public TimeSpan PartDuration { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Segments in the playlist.</summary>
    public int SegmentCount { get; init; } = 10;

    /// <summary>Where segments and playlists are kept as files too, below the stream's name; empty: nowhere.</summary>
    public string Directory { get; init; } = "";

    /// <summary>True: segments are made also while nobody watches.</summary>
    public bool AlwaysOn { get; init; }
}
