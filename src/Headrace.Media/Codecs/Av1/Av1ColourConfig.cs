using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Av1;

/// <summary>Samples of pictures and what they mean (AV1, 5.5.2: color_config).</summary>
/// <param name="BitDepth">Bits of a sample: 8, 10 or 12.</param>
/// <param name="IsMonochrome">True when there is luma only.</param>
/// <param name="Colour">Meaning; null when the stream does not state it and the range is the limited one.</param>
/// <param name="SubsamplesX">True when chroma has half of the width.</param>
/// <param name="SubsamplesY">True when chroma has half of the height.</param>
/// <param name="ChromaPosition">chroma_sample_position: 0 unknown, 1 between two luma samples vertically, 2 at the luma sample.</param>
public readonly record struct Av1ColourConfig(byte BitDepth, bool IsMonochrome, ColourDescription? Colour, bool SubsamplesX, bool SubsamplesY, byte ChromaPosition)
{
    private const byte Bt709 = 1;
    private const byte Srgb = 13;
    private const byte Identity = 0;

    /// <summary>Chroma format as H.264 and H.265 number it: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4.</summary>
    public byte ChromaFormat => IsMonochrome ? (byte)0 : SubsamplesY ? (byte)1 : SubsamplesX ? (byte)2 : (byte)3;

    internal static Av1ColourConfig Read(ref BitReader bits, byte profile)
    {
        bool isHigh = bits.ReadFlag();
        bool isTwelve = profile == 2 && isHigh && bits.ReadFlag();
        byte depth = isTwelve ? (byte)12 : isHigh ? (byte)10 : (byte)8;
        bool isMonochrome = profile != 1 && bits.ReadFlag();
        bool isStated = bits.ReadFlag();
        byte primaries = isStated ? (byte)bits.Read(8) : ColourDescription.Unspecified;
        byte transfer = isStated ? (byte)bits.Read(8) : ColourDescription.Unspecified;
        byte matrix = isStated ? (byte)bits.Read(8) : ColourDescription.Unspecified;
        bool isRgb = !isMonochrome && (primaries, transfer, matrix) == (Bt709, Srgb, Identity);
        bool isFullRange = isRgb || bits.ReadFlag();
        ColourDescription? colour = isStated || isFullRange ? new ColourDescription(primaries, transfer, matrix, isFullRange) : null;
        if (isMonochrome) return new Av1ColourConfig(depth, true, colour, true, true, 0);
        (bool x, bool y) = isRgb ? (false, false) : ReadSubsampling(ref bits, profile, isTwelve);
        byte position = x && y ? (byte)bits.Read(2) : (byte)0;
        bits.Skip(1);
        return new Av1ColourConfig(depth, false, colour, x, y, position);
    }

    private static (bool X, bool Y) ReadSubsampling(ref BitReader bits, byte profile, bool isTwelve)
    {
        if (profile == 0) return (true, true);
        if (profile == 1) return (false, false);
        if (!isTwelve) return (true, false);
        bool x = bits.ReadFlag();
        return (x, x && bits.ReadFlag());
    }
}
