using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Codecs.Eac3;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Codecs.H265;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Codecs.Mpeg2Video;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Codecs.Vp8;
using Headrace.Media.Codecs.Vp9;
using Headrace.Media.Tracks;

namespace Headrace.Containers.ByteStreams;

/// <summary>The codecs that have a byte stream: the table that a new codec adds a line to.</summary>
public static class ByteStreams
{
    /// <summary>One a codec.</summary>
    public static ImmutableArray<ByteStream> All { get; } =
    [
        new NalByteStream(H264Codec.Instance, "h264", "video/h264"),
        new NalByteStream(H265Codec.Instance, "hevc", "video/h265"),
        new Av1ByteStream(),
        new IvfByteStream(Vp9Codec.Instance, "VP90"u8),
        new IvfByteStream(Vp8Codec.Instance, "VP80"u8),
        new MjpegByteStream(),
        new FrameByteStream(Mpeg2VideoCodec.Mpeg2, "mpegvideo", "video/mpeg"),
        new FrameByteStream(Mpeg2VideoCodec.Mpeg1, "mpegvideo", "video/mpeg"),
        new Mpeg4VideoByteStream(),
        new JpegXsByteStream(),
        new AdtsByteStream(),
        new FrameByteStream(Ac3Codec.Instance, "ac3", "audio/ac3"),
        new FrameByteStream(Eac3Codec.Instance, "eac3", "audio/eac3"),
        new FrameByteStream(MpegAudioCodec.Layer3, "mp3", "audio/mpeg"),
        new FrameByteStream(MpegAudioCodec.Layer2, "mp2", "audio/mpeg"),
        new FrameByteStream(MpegAudioCodec.Layer1, "mp1", "audio/mpeg"),
        new FlacByteStream(),
        AuByteStream.Of(G711Codec.MuLaw),
        AuByteStream.Of(G711Codec.ALaw),
        AuByteStream.OfG722(),
        AuByteStream.OfG726(),
        AuByteStream.Of(LinearPcmCodec.L16),
        AuByteStream.Of(LinearPcmCodec.L24),
    ];

    /// <summary>The form of a track; false with a clause for people where it has none.</summary>
    public static bool TryFind(Track track, [NotNullWhen(true)] out ByteStream? form, [NotNullWhen(false)] out string? reason)
    {
        form = All.FirstOrDefault(one => ReferenceEquals(one.Codec, track.Codec));
        reason = form is null ? CodecGap.Say($"{track.Codec.DisplayName} has no byte stream here", track.Codec, ByteStreamGaps.All.AsSpan()) : form.WhyNot(track);
        return reason is null;
    }
}
