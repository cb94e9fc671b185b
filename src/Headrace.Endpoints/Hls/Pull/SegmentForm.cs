namespace Headrace.Endpoints.Hls.Pull;

/// <summary>Forms of segments.</summary>
internal enum SegmentForm
{
    /// <summary>None that is read here.</summary>
    Unknown,

    /// <summary>MPEG-TS.</summary>
    TransportStream,

    /// <summary>Fragmented MP4.</summary>
    FragmentedMp4,

    /// <summary>Frames of sound behind an ID3 tag with their time.</summary>
    PackedAudio,
}
