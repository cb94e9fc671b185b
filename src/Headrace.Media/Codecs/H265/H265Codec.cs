using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.H265;

/// <summary>H.265 (ISO/IEC 23008-2, HEVC).</summary>
public sealed class H265Codec : Codec
{
    private H265Codec()
    {
    }

    /// <summary>The one instance.</summary>
    public static H265Codec Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "h265";

    /// <inheritdoc/>
    public override string DisplayName => "H.265";

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Video;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) =>
        new H265Assembler(format as H265Format, parameterSets, options);
}
