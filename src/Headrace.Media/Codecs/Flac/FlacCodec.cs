using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Flac;

/// <summary>FLAC, which loses nothing (RFC 9639).</summary>
public sealed class FlacCodec : Codec
{
    private FlacCodec()
    {
    }

    /// <summary>The one instance.</summary>
    public static FlacCodec Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "flac";

    /// <inheritdoc/>
    public override string DisplayName => "FLAC";

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Audio;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) => new FlacAssembler(format as FlacFormat, options);
}
