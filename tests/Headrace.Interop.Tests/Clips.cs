using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests;

/// <summary>The clips that are published here: long enough to outlast any player of a test.</summary>
internal static class Clips
{
    /// <summary>H.264 without B-frames, and AAC: what most encoders send.</summary>
    internal static TestClip Plain { get; } = new() { Seconds = 90 };

    /// <summary>H.264 with a pyramid of B-frames, and Opus.</summary>
    internal static TestClip Pyramid { get; } = Plain with { BFrames = 3, Audio = AudioCodec.Opus };

    /// <summary>H.264 whose groups of pictures are open, silent.</summary>
    internal static TestClip OpenGroups { get; } = Plain with { BFrames = 2, HasOpenGops = true, Audio = AudioCodec.None };

    /// <summary>H.264 at 25 fps with G.711, as cameras send.</summary>
    internal static TestClip Camera { get; } = Plain with { FrameRate = "25", KeyFrameInterval = 50, Audio = AudioCodec.Pcmu };

    /// <summary>H.265 and AAC.</summary>
    internal static TestClip Hevc { get; } = Plain with { Video = VideoCodec.H265, BFrames = 2 };

    /// <summary>H.265 whose groups of pictures are open, silent.</summary>
    internal static TestClip OpenHevc { get; } = Hevc with { HasOpenGops = true, Audio = AudioCodec.None };

    /// <summary>AV1 with frames that are not shown, silent.</summary>
    internal static TestClip Av1 { get; } = new() { Video = VideoCodec.Av1, Audio = AudioCodec.None, Width = 320, Height = 180, Seconds = 30 };

    /// <summary>VP9, silent.</summary>
    internal static TestClip Vp9 { get; } = Av1 with { Video = VideoCodec.Vp9 };

    /// <summary>VP8, silent.</summary>
    internal static TestClip Vp8 { get; } = Av1 with { Video = VideoCodec.Vp8 };

    /// <summary>MJPEG, silent, whose height is one of whole blocks.</summary>
    internal static TestClip Mjpeg { get; } = Av1 with { Video = VideoCodec.Mjpeg, Height = 184 };

    /// <summary>MPEG-2 video with B pictures, silent.</summary>
    internal static TestClip Mpeg2 { get; } = Av1 with { Video = VideoCodec.Mpeg2, BFrames = 2 };

    /// <summary>MPEG-4 part 2 video with B pictures, silent.</summary>
    internal static TestClip Mpeg4 { get; } = Mpeg2 with { Video = VideoCodec.Mpeg4 };

    /// <summary>A clip by the name that theories give it.</summary>
    internal static TestClip Named(string name) => name switch
    {
        nameof(Plain) => Plain,
        nameof(Pyramid) => Pyramid,
        nameof(OpenGroups) => OpenGroups,
        nameof(Camera) => Camera,
        nameof(Hevc) => Hevc,
        nameof(OpenHevc) => OpenHevc,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No clip of this name."),
    };
}
