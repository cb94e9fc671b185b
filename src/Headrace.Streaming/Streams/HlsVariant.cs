namespace Headrace.Streaming.Streams;

/// <summary>What HLS consists of.</summary>
public enum HlsVariant
{
    /// <summary>Parts of fragmented MP4, blocking reloads and preload hints (LL-HLS).</summary>
    LowLatency,

    /// <summary>Whole segments of fragmented MP4.</summary>
    Fmp4,

    /// <summary>Whole segments of MPEG-TS.</summary>
    MpegTs,
}
