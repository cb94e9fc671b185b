namespace Headrace.TestKit.Clips;

/// <summary>How a clip's picture is coded.</summary>
public enum VideoCodec
{
    /// <summary>The clip has no picture.</summary>
    None,

    /// <summary>H.264 by libx264.</summary>
    H264,

    /// <summary>H.265 by libx265.</summary>
    H265,

    /// <summary>AV1 by SVT-AV1, with frames that are not shown.</summary>
    Av1,

    /// <summary>VP9 by libvpx.</summary>
    Vp9,

    /// <summary>VP8 by libvpx, in WebM: ffmpeg's MP4 has no place for it.</summary>
    Vp8,

    /// <summary>MJPEG with the Huffman tables that everybody knows.</summary>
    Mjpeg,

    /// <summary>MPEG-2 video.</summary>
    Mpeg2,

    /// <summary>MPEG-4 part 2 video.</summary>
    Mpeg4,
}
