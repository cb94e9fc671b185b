using System.Collections.Immutable;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G722;
using Headrace.Media.Codecs.G726;
using Headrace.Media.Codecs.JpegXs;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Codecs.Mjpeg;
using Headrace.Media.Codecs.Mpeg2Video;
using Headrace.Media.Codecs.Mpeg4Video;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Codecs.Opaque;
using Headrace.Media.Codecs.PrivateData;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>The codecs that FLV and RTMP leave out, and why.</summary>
public static class FlvGaps
{
    /// <summary>One a codec.</summary>
    public static ImmutableArray<CodecGap> All { get; } =
    [
        new(MjpegCodec.Instance, "there is no name for it"),
        new(JpegXsCodec.Instance, "there is no name for it"),
        new(MpegAudioCodec.Layer2, "there is no name for it"),
        new(MpegAudioCodec.Layer1, "there is no name for it"),
        new(G722Codec.Instance, "there is no name for it"),
        new(G726Codec.Instance, "there is no name for it"),
        new(LinearPcmCodec.L16, "its samples would have to be turned round"),
        new(LinearPcmCodec.L24, "there is no name for it"),
        new(Mpeg2VideoCodec.Mpeg2, "there is no name for it"),
        new(Mpeg2VideoCodec.Mpeg1, "there is no name for it"),
        new(Mpeg4VideoCodec.Instance, "there is no name for it"),
        new(PrivateDataCodec.Klv, "there is no name for it"),
        new(PrivateDataCodec.Other, "what it consists of is not known"),
        new(OpaqueCodec.Video, "what it consists of is not known"),
        new(OpaqueCodec.Audio, "what it consists of is not known"),
        new(OpaqueCodec.Data, "what it consists of is not known"),
    ];
}
