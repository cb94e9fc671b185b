using System.Collections.Immutable;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Flac;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.G722;
using Headrace.Media.Codecs.G726;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Codecs.Mpeg2Video;
using Headrace.Media.Codecs.Opaque;
using Headrace.Media.Codecs.Opus;
using Headrace.Media.Codecs.PrivateData;

namespace Headrace.Containers.ByteStreams;

/// <summary>The codecs that have no byte stream, and why.</summary>
public static class ByteStreamGaps
{
    /// <summary>One a codec.</summary>
    public static ImmutableArray<CodecGap> All { get; } =
    [
        new(PrivateDataCodec.Other, "what it consists of is not known"),
        new(PrivateDataCodec.Klv, "none is written here"),
        new(Mpeg2VideoCodec.Mpeg1, "none is written here"),
        new(Mpeg2VideoCodec.Mpeg2, "none is written here"),
        new(OpusCodec.Instance, "its packets need a container"),
        new(G711Codec.MuLaw, "samples alone do not say what they are"),
        new(G711Codec.ALaw, "samples alone do not say what they are"),
        new(FlacCodec.Instance, "none is written here"),
        new(G722Codec.Instance, "samples alone do not say what they are"),
        new(G726Codec.Instance, "samples alone do not say what they are"),
        new(LinearPcmCodec.L16, "samples alone do not say what they are"),
        new(LinearPcmCodec.L24, "samples alone do not say what they are"),
        new(OpaqueCodec.Video, "what it consists of is not known"),
        new(OpaqueCodec.Audio, "what it consists of is not known"),
        new(OpaqueCodec.Data, "what it consists of is not known"),
    ];
}
