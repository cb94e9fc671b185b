using System.Collections.Immutable;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Codecs.Eac3;
using Headrace.Media.Codecs.Flac;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.G722;
using Headrace.Media.Codecs.G726;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Codecs.H265;
using Headrace.Media.Codecs.JpegXs;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Codecs.Mjpeg;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Codecs.Mpeg2Video;
using Headrace.Media.Codecs.Mpeg4Video;
using Headrace.Media.Codecs.Opaque;
using Headrace.Media.Codecs.Opus;
using Headrace.Media.Codecs.PrivateData;
using Headrace.Media.Codecs.Vp8;
using Headrace.Media.Codecs.Vp9;

namespace Headrace.Media.Codecs;

/// <summary>The codecs that there are. A codec is a folder here and a line in this table.</summary>
public static class KnownCodecs
{
    /// <summary>All of them, video first.</summary>
    public static ImmutableArray<Codec> All { get; } =
    [
        H264Codec.Instance,
        H265Codec.Instance,
        Av1Codec.Instance,
        Vp9Codec.Instance,
        Vp8Codec.Instance,
        MjpegCodec.Instance,
        JpegXsCodec.Instance,
        AacCodec.Instance,
        OpusCodec.Instance,
        FlacCodec.Instance,
        Ac3Codec.Instance,
        Eac3Codec.Instance,
        MpegAudioCodec.Layer3,
        MpegAudioCodec.Layer2,
        MpegAudioCodec.Layer1,
        G711Codec.MuLaw,
        G711Codec.ALaw,
        G722Codec.Instance,
        G726Codec.Instance,
        LinearPcmCodec.L16,
        LinearPcmCodec.L24,
        Mpeg2VideoCodec.Mpeg2,
        Mpeg2VideoCodec.Mpeg1,
        Mpeg4VideoCodec.Instance,
        PrivateDataCodec.Klv,
        PrivateDataCodec.Other,
        OpaqueCodec.Video,
        OpaqueCodec.Audio,
        OpaqueCodec.Data,
    ];

    /// <summary>The codec of a name, or null.</summary>
    public static Codec? Find(string name)
    {
        foreach (Codec codec in All)
        {
            if (codec.Name == name) return codec;
        }

        return null;
    }
}
