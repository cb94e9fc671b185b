using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Av1;

/// <summary>AV1 (AV1 Bitstream and Decoding Process Specification, version 1.0.0 with errata 1).</summary>
public sealed class Av1Codec : Codec
{
    private Av1Codec()
    {
    }

    /// <summary>The one instance.</summary>
    public static Av1Codec Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "av1";

    /// <inheritdoc/>
    public override string DisplayName => "AV1";

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Video;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) =>
        new Av1Assembler(format as Av1Format, options);
}
