using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Vp9;

/// <summary>VP9 (VP9 Bitstream and Decoding Process Specification, version 0.7).</summary>
public sealed class Vp9Codec : Codec
{
    private Vp9Codec()
    {
    }

    /// <summary>The one instance.</summary>
    public static Vp9Codec Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "vp9";

    /// <inheritdoc/>
    public override string DisplayName => "VP9";

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Video;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) =>
        new Vp9Assembler(format as Vp9Format, options);
}
