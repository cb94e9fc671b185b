using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Vp9;

/// <summary>Samples of pictures and what they mean (VP9, 6.2.2: color_config).</summary>
/// <param name="BitDepth">Bits of a sample: 8, 10 or 12.</param>
/// <param name="SubsamplesX">True when chroma has half of the width.</param>
/// <param name="SubsamplesY">True when chroma has half of the height.</param>
/// <param name="Colour">Meaning; null when the stream does not state it and the range is the limited one.</param>
public readonly record struct Vp9Samples(byte BitDepth, bool SubsamplesX, bool SubsamplesY, ColourDescription? Colour)
{
    private const int Srgb = 7;

    /// <summary>What profile 0 has where it is not written: 8 bits, 4:2:0.</summary>
    public static Vp9Samples Usual => new(8, true, true, null);

    /// <summary>Chroma format as H.264 and H.265 number it: 1 4:2:0, 2 4:2:2, 3 4:4:4; null for 4:4:0, which has no number there.</summary>
    public byte? ChromaFormat => (SubsamplesX, SubsamplesY) switch { (true, true) => 1, (true, false) => 2, (false, false) => 3, _ => null };

    // 7.2.2: the code says the matrix; of primaries and transfer it says something for BT.709, BT.2020 and sRGB alone.
    internal static Vp9Samples Read(ref BitReader bits, int profile)
    {
        byte depth = profile < 2 ? (byte)8 : bits.ReadFlag() ? (byte)12 : (byte)10;
        int space = (int)bits.Read(3);
        bool isRgb = space == Srgb;
        bool isFullRange = isRgb || bits.ReadFlag();
        bool hasChoice = (profile & 1) != 0;
        bool x = !isRgb && (!hasChoice || bits.ReadFlag());
        bool y = !isRgb && (!hasChoice || bits.ReadFlag());
        if (hasChoice) bits.Skip(1);
        (byte primaries, byte transfer, byte matrix) = ((byte, byte, byte))(space switch
        {
            1 => (2, 2, 5),
            2 => (1, 1, 1),
            3 => (2, 2, 6),
            4 => (2, 2, 7),
            5 => (9, 2, 9),
            Srgb => (1, 13, 0),
            _ => (2, 2, 2),
        });
        bool isStated = matrix != ColourDescription.Unspecified || isFullRange;
        return new Vp9Samples(depth, x, y, isStated ? new ColourDescription(primaries, transfer, matrix, isFullRange) : null);
    }
}
