using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Opaque;

/// <summary>
/// What is passed on without being understood: the payloads of RTP as they are. Only RTP carries it. One codec for each kind of media,
/// because a codec has one kind.
/// </summary>
public sealed class OpaqueCodec : Codec
{
    private OpaqueCodec(MediaKind kind, string name)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>Pictures.</summary>
    public static OpaqueCodec Video { get; } = new(MediaKind.Video, "opaque-video");

    /// <summary>Sound.</summary>
    public static OpaqueCodec Audio { get; } = new(MediaKind.Audio, "opaque-audio");

    /// <summary>Anything else: ONVIF metadata.</summary>
    public static OpaqueCodec Data { get; } = new(MediaKind.Data, "opaque-data");

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string DisplayName => "opaque";

    /// <inheritdoc/>
    public override MediaKind Kind { get; }

    /// <summary>The codec of a kind.</summary>
    public static OpaqueCodec Of(MediaKind kind) => kind switch
    {
        MediaKind.Video => Video,
        MediaKind.Audio => Audio,
        _ => Data,
    };

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) =>
        new OpaqueAssembler(format as OpaqueFormat, options);
}
