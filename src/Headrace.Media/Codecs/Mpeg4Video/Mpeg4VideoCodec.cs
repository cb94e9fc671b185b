using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Mpeg4Video;

/// <summary>MPEG-4 part 2 video (ISO/IEC 14496-2): what DivX and Xvid made, and old cameras send.</summary>
public sealed class Mpeg4VideoCodec : Codec
{
    private Mpeg4VideoCodec()
    {
    }

    /// <summary>The one instance.</summary>
    public static Mpeg4VideoCodec Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "mpeg4video";

    /// <inheritdoc/>
    public override string DisplayName => "MPEG-4 video";

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Video;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) =>
        new Mpeg4VideoAssembler(format as Mpeg4VideoFormat, options);
}
