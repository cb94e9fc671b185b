namespace Headrace.Media.Codecs.Mjpeg;

/// <summary>How the three components of a picture are sampled and interleaved.</summary>
public enum JpegSampling
{
    /// <summary>In another way, or they are not three.</summary>
    Other,

    /// <summary>4:2:2: two blocks of luma beside each other, then one of each chroma.</summary>
    Half,

    /// <summary>4:2:0: four blocks of luma, then one of each chroma.</summary>
    Quarter,
}
