using Headrace.Media.Codecs.Framing;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.MpegAudio;

/// <summary>
/// MPEG audio (ISO/IEC 11172-3, 13818-3): its three layers are three codecs, under the names that users know. Carriers that do not say which layer comes announce layer III;
/// the first frame settles it.
/// </summary>
public sealed class MpegAudioCodec : Codec
{
    private MpegAudioCodec(int layer, string name, string displayName)
    {
        Layer = layer;
        Name = name;
        DisplayName = displayName;
    }

    /// <summary>Layer I: <c>mp1</c>.</summary>
    public static MpegAudioCodec Layer1 { get; } = new(1, "mp1", "MPEG layer I");

    /// <summary>Layer II, of broadcasting: <c>mp2</c>.</summary>
    public static MpegAudioCodec Layer2 { get; } = new(2, "mp2", "MPEG layer II");

    /// <summary>Layer III: <c>mp3</c>.</summary>
    public static MpegAudioCodec Layer3 { get; } = new(3, "mp3", "MP3");

    /// <summary>How frames of all layers are found in a stream of bytes.</summary>
    public static FrameSyntax Syntax { get; } = new MpegAudioSyntax();

    /// <summary>1 to 3.</summary>
    public int Layer { get; }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string DisplayName { get; }

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Audio;

    /// <summary>The codec of a layer of 1 to 3.</summary>
    public static MpegAudioCodec Of(int layer) => layer switch { 1 => Layer1, 2 => Layer2, _ => Layer3 };

    /// <summary>Makes an assembler that takes frames of every layer: its format is what they say.</summary>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) => new MpegAudioAssembler(format as MpegAudioFormat, options);
}
