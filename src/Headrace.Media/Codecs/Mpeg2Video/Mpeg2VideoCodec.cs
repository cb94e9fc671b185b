using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Mpeg2Video;

/// <summary>
/// MPEG-2 video (ISO/IEC 13818-2, H.262) and MPEG-1 video (ISO/IEC 11172-2), whose syntax it extends: two codecs under the names that users know. What an input announces is
/// settled by the first sequence header.
/// </summary>
public sealed class Mpeg2VideoCodec : Codec
{
    private Mpeg2VideoCodec(string name, string displayName)
    {
        Name = name;
        DisplayName = displayName;
    }

    /// <summary>MPEG-1: <c>mpeg1video</c>.</summary>
    public static Mpeg2VideoCodec Mpeg1 { get; } = new("mpeg1video", "MPEG-1 video");

    /// <summary>MPEG-2: <c>mpeg2video</c>.</summary>
    public static Mpeg2VideoCodec Mpeg2 { get; } = new("mpeg2video", "MPEG-2 video");

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string DisplayName { get; }

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Video;

    /// <summary>Makes an assembler of both: its format is what the sequence headers say.</summary>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) => new Mpeg2VideoAssembler(format as Mpeg2VideoFormat, options);
}
