using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Opus;

/// <summary>Opus (RFC 6716).</summary>
public sealed class OpusCodec : Codec
{
    private OpusCodec()
    {
    }

    /// <summary>The one instance.</summary>
    public static OpusCodec Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "opus";

    /// <inheritdoc/>
    public override string DisplayName => "Opus";

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Audio;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) =>
        new OpusAssembler(format as OpusFormat ?? OpusFormat.Of(OpusFormat.DefaultChannels), options);
}
