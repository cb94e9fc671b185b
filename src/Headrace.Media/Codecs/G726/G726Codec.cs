using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.G726;

/// <summary>G.726: ADPCM of two to five bits a sample (ITU-T G.726; RFC 3551, 4.5.4).</summary>
public sealed class G726Codec : Codec
{
    private G726Codec()
    {
    }

    /// <summary>The one instance.</summary>
    public static G726Codec Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "g726";

    /// <inheritdoc/>
    public override string DisplayName => "G.726";

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Audio;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) =>
        new G726Assembler(format as G726Format ?? G726Format.Of(G726Format.DefaultBitsPerSample, G726Packing.LeastSignificantFirst), options);
}
