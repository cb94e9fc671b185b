namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>hls</c>, of the server or of one stream.</summary>
internal sealed record HlsOptions
{
    /// <summary>What HLS consists of.</summary>
    public HlsVariant Variant { get; init; } = HlsVariant.LowLatency;

    /// <summary>Least duration of a segment, which ends at the next key frame after it.</summary>
    public TimeSpan SegmentDuration { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Wanted duration of a part.</summary>
    public TimeSpan PartDuration { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Segments in a playlist.</summary>
    public int SegmentCount { get; init; } = 10;

    /// <summary>Segments are made also while nobody asks for them.</summary>
    public bool AlwaysOn { get; init; }
}
