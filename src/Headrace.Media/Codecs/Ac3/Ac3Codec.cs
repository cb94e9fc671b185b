using Headrace.Media.Codecs.Framing;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Ac3;

/// <summary>AC-3, Dolby Digital (ETSI TS 102 366, ATSC A/52).</summary>
public sealed class Ac3Codec : Codec
{
    private Ac3Codec()
    {
    }

    /// <summary>The one instance.</summary>
    public static Ac3Codec Instance { get; } = new();

    /// <summary>How its frames are found in a stream of bytes.</summary>
    public static FrameSyntax Syntax { get; } = new Ac3Syntax();

    /// <inheritdoc/>
    public override string Name => "ac3";

    /// <inheritdoc/>
    public override string DisplayName => "AC-3";

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Audio;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) => new Ac3Assembler(format as Ac3Format, options);
}
