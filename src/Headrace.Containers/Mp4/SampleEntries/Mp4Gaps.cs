using System.Collections.Immutable;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.G722;
using Headrace.Media.Codecs.G726;
using Headrace.Media.Codecs.JpegXs;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Codecs.Mjpeg;
using Headrace.Media.Codecs.Mpeg2Video;
using Headrace.Media.Codecs.Opaque;
using Headrace.Media.Codecs.PrivateData;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>The codecs that MP4 leaves out, and why.</summary>
public static class Mp4Gaps
{
    /// <summary>One a codec.</summary>
    public static ImmutableArray<CodecGap> All { get; } =
    [
        new(PrivateDataCodec.Other, "what it consists of is not known"),
        new(PrivateDataCodec.Klv, "players of HLS take data from MPEG-TS only"),
        new(Mpeg2VideoCodec.Mpeg1, "browsers do not play it"),
        new(Mpeg2VideoCodec.Mpeg2, "browsers do not play it"),
        new(MjpegCodec.Instance, "players of HLS do not take it"),
        new(JpegXsCodec.Instance, "players of HLS do not take it"),
        new(G711Codec.MuLaw, "no player at hand takes it from MP4; it is read from files"),
        new(G711Codec.ALaw, "no player at hand takes it from MP4; it is read from files"),
        new(G722Codec.Instance, "there is no sample entry for it"),
        new(G726Codec.Instance, "there is no sample entry for it"),
        new(LinearPcmCodec.L16, "browsers do not play it; it is read from files"),
        new(LinearPcmCodec.L24, "browsers do not play it; it is read from files"),
        new(OpaqueCodec.Video, "what it consists of is not known"),
        new(OpaqueCodec.Audio, "what it consists of is not known"),
        new(OpaqueCodec.Data, "what it consists of is not known"),
    ];
}
