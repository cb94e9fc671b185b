namespace Headrace.Containers.Flv.Reading;

/// <summary>How a tag holds several tracks (Enhanced RTMP v2, AvMultitrackType).</summary>
internal enum FlvMultitrack : byte
{
    /// <summary>It holds one, and says which.</summary>
    OneTrack,

    /// <summary>It holds some of one codec.</summary>
    ManyTracks,

    /// <summary>It holds some, each of its own codec.</summary>
    ManyCodecs,
}
