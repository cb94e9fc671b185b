using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.G722;

/// <summary>G.722 at 64 kbit/s: two subbands of 8 kHz each, a byte for both (ITU-T G.722; RFC 3551, 4.5.2).</summary>
public sealed class G722Codec : Codec
{
    private G722Codec()
    {
    }

    /// <summary>The one instance.</summary>
    public static G722Codec Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "g722";

    /// <inheritdoc/>
    public override string DisplayName => "G.722";

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Audio;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) =>
        new G722Assembler(format as G722Format ?? G722Format.Of(1), options);
}
