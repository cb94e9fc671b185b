using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Aac;

/// <summary>AAC and what MPEG-4 built on it (ISO/IEC 14496-3): LC, HE-AAC, HE-AAC v2, LD, ELD, xHE-AAC.</summary>
public sealed class AacCodec : Codec
{
    private AacCodec()
    {
    }

    /// <summary>The one instance.</summary>
    public static AacCodec Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "aac";

    /// <inheritdoc/>
    public override string DisplayName => "AAC";

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Audio;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) =>
        new AacAssembler(format as AacFormat, options);
}
