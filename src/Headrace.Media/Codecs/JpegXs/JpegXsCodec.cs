using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.JpegXs;

/// <summary>JPEG XS (ISO/IEC 21122). Each frame stands alone.</summary>
public sealed class JpegXsCodec : Codec
{
    private JpegXsCodec()
    {
    }

    /// <summary>The one instance.</summary>
    public static JpegXsCodec Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "jpegxs";

    /// <inheritdoc/>
    public override string DisplayName => "JPEG XS";

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Video;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) =>
        new JpegXsAssembler((format as JpegXsFormat)?.Declared ?? JpegXsDeclaration.None, options);
}
