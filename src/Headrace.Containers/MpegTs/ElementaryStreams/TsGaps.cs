using System.Collections.Immutable;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Flac;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.G722;
using Headrace.Media.Codecs.G726;
using Headrace.Media.Codecs.JpegXs;
using Headrace.Media.Codecs.Mjpeg;
using Headrace.Media.Codecs.Opaque;
using Headrace.Media.Codecs.Vp8;
using Headrace.Media.Codecs.Vp9;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>The codecs that MPEG-TS leaves out, and why.</summary>
public static class TsGaps
{
    /// <summary>One a codec.</summary>
    public static ImmutableArray<CodecGap> All { get; } =
    [
        new(Vp9Codec.Instance, "there is no stream type for it, and no registration that demultiplexers know"),
        new(Vp8Codec.Instance, "there is no stream type for it, and no registration that demultiplexers know"),
        new(MjpegCodec.Instance, "there is no stream type for it"),
        new(JpegXsCodec.Instance, "its descriptor is not written here"),
        new(G711Codec.MuLaw, "there is no stream type for it"),
        new(G711Codec.ALaw, "there is no stream type for it"),
        new(FlacCodec.Instance, "there is no stream type for it"),
        new(G722Codec.Instance, "there is no stream type for it"),
        new(G726Codec.Instance, "there is no stream type for it"),
        new(OpaqueCodec.Video, "what it consists of is not known"),
        new(OpaqueCodec.Audio, "what it consists of is not known"),
        new(OpaqueCodec.Data, "what it consists of is not known"),
    ];
}
