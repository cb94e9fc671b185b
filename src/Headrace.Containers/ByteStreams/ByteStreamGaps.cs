using System.Collections.Immutable;
using Headrace.Media.Codecs;
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
        new(OpusCodec.Instance, "its packets need a container"),
        new(OpaqueCodec.Video, "what it consists of is not known"),
        new(OpaqueCodec.Audio, "what it consists of is not known"),
        new(OpaqueCodec.Data, "what it consists of is not known"),
    ];
}
