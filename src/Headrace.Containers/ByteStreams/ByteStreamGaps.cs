using System.Collections.Immutable;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.Opaque;
using Headrace.Media.Codecs.Opus;

namespace Headrace.Containers.ByteStreams;

/// <summary>The codecs that have no byte stream, and why.</summary>
public static class ByteStreamGaps
{
    /// <summary>One a codec.</summary>
    public static ImmutableArray<CodecGap> All { get; } =
    [
        new(OpusCodec.Instance, "its packets need a container"),
        new(G711Codec.MuLaw, "samples alone do not say what they are"),
        new(G711Codec.ALaw, "samples alone do not say what they are"),
        new(OpaqueCodec.Video, "what it consists of is not known"),
        new(OpaqueCodec.Audio, "what it consists of is not known"),
        new(OpaqueCodec.Data, "what it consists of is not known"),
    ];
}
