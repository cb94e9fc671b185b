using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Vp8;

/// <summary>VP8 (RFC 6386).</summary>
public sealed class Vp8Codec : Codec
{
    private Vp8Codec()
    {
    }

    /// <summary>The one instance.</summary>
    public static Vp8Codec Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "vp8";

    /// <inheritdoc/>
    public override string DisplayName => "VP8";

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Video;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) =>
        new Vp8Assembler(format as Vp8Format, options);
}
