using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>What is sent: a picture and a sound, each coded somehow.</summary>
/// <param name="Name">What the page calls it: <c>H.264 + AAC</c>.</param>
/// <param name="Clip">The clip.</param>
internal sealed record MatrixMedia(string Name, TestClip Clip)
{
    /// <summary>How many tracks it has.</summary>
    public int Tracks => Clip.Audio == AudioCodec.None ? 1 : 2;

    private static readonly TestClip Small = new() { Width = 320, Height = 180, Seconds = 60 };

    /// <summary>H.264 and AAC.</summary>
    internal static MatrixMedia H264Aac { get; } = new("H.264 + AAC", Small);

    /// <summary>H.264 with B-frames, and Opus.</summary>
    internal static MatrixMedia H264Opus { get; } = new("H.264 with B-frames + Opus", Small with { BFrames = 3, Audio = AudioCodec.Opus });

    /// <summary>H.264 and G.711.</summary>
    internal static MatrixMedia H264Pcmu { get; } = new("H.264 + G.711", Small with { Audio = AudioCodec.Pcmu });

    /// <summary>H.264 and MP3.</summary>
    internal static MatrixMedia H264Mp3 { get; } = new("H.264 + MP3", Small with { Audio = AudioCodec.Mp3 });

    /// <summary>H.264 and AC-3.</summary>
    internal static MatrixMedia H264Ac3 { get; } = new("H.264 + AC-3", Small with { Audio = AudioCodec.Ac3 });

    /// <summary>H.265 with B-frames, and AAC.</summary>
    internal static MatrixMedia H265Aac { get; } = new("H.265 with B-frames + AAC", Small with { Video = VideoCodec.H265, BFrames = 2 });

    /// <summary>AV1 alone.</summary>
    internal static MatrixMedia Av1 { get; } = new("AV1", Small with { Video = VideoCodec.Av1, Audio = AudioCodec.None });

    /// <summary>VP8 and Opus.</summary>
    internal static MatrixMedia Vp8Opus { get; } = new("VP8 + Opus", Small with { Video = VideoCodec.Vp8, Audio = AudioCodec.Opus });

    /// <summary>VP9 and Opus.</summary>
    internal static MatrixMedia Vp9Opus { get; } = new("VP9 + Opus", Small with { Video = VideoCodec.Vp9, Audio = AudioCodec.Opus });

    /// <summary>JPEG pictures and G.711, as old cameras send.</summary>
    internal static MatrixMedia MjpegPcmu { get; } = new("MJPEG + G.711", Small with { Video = VideoCodec.Mjpeg, Audio = AudioCodec.Pcmu, Height = 192 });

    /// <summary>MPEG-2 video and MPEG audio, as of television.</summary>
    internal static MatrixMedia Mpeg2Mp2 { get; } = new("MPEG-2 video + MP2", Small with { Video = VideoCodec.Mpeg2, Audio = AudioCodec.Mp2 });

    /// <inheritdoc/>
    public override string ToString() => Name;
}
