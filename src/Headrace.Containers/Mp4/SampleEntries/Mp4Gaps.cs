using System.Collections.Immutable;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.Opaque;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>The codecs that MP4 leaves out, and why.</summary>
public static class Mp4Gaps
{
    /// <summary>One a codec.</summary>
    public static ImmutableArray<CodecGap> All { get; } =
    [
        new(G711Codec.MuLaw, "no player at hand takes it from MP4"),
        new(G711Codec.ALaw, "no player at hand takes it from MP4"),
        new(OpaqueCodec.Video, "what it consists of is not known"),
        new(OpaqueCodec.Audio, "what it consists of is not known"),
        new(OpaqueCodec.Data, "what it consists of is not known"),
    ];
}
