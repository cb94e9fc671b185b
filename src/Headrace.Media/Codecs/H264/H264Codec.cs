using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.H264;

/// <summary>H.264 (ISO/IEC 14496-10, AVC).</summary>
public sealed class H264Codec : Codec
{
    private H264Codec()
    {
    }

    /// <summary>The one instance.</summary>
    public static H264Codec Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "h264";

    /// <inheritdoc/>
    public override string DisplayName => "H.264";

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Video;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) =>
        new H264Assembler(format as H264Format, parameterSets, options);
}
