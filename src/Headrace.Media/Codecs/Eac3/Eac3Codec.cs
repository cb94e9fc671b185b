using Headrace.Media.Codecs.Framing;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Eac3;

/// <summary>E-AC-3, Dolby Digital Plus (ETSI TS 102 366, annex E).</summary>
public sealed class Eac3Codec : Codec
{
    private Eac3Codec()
    {
    }

    /// <summary>The one instance.</summary>
    public static Eac3Codec Instance { get; } = new();

    /// <summary>How its frames are found in a stream of bytes.</summary>
    public static FrameSyntax Syntax { get; } = new Eac3Syntax();

    /// <inheritdoc/>
    public override string Name => "eac3";

    /// <inheritdoc/>
    public override string DisplayName => "E-AC-3";

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Audio;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) => new Eac3Assembler(format as Eac3Format, options);
}
