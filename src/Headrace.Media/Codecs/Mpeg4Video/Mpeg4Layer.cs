using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Mpeg4Video;

/// <summary>What the header of a video object layer says (ISO/IEC 14496-2, 6.2.3), of rectangular objects.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="IsLowDelay">True when there are no B pictures; null where it is not said.</param>
/// <param name="FrameRate">Pictures a second where the rate is fixed, else null.</param>
/// <param name="Shape">Shape of a sample, or null.</param>
internal readonly record struct Mpeg4Layer(int Width, int Height, bool? IsLowDelay, FrameRate? FrameRate, SampleAspectRatio? Shape)
{
    private const int ExtendedShape = 15;
    private const int BufferBits = 79;

    /// <summary>Reads the header, behind its start code. False when it is cut off, or of an object of another shape.</summary>
    public static bool TryRead(ReadOnlySpan<byte> header, out Mpeg4Layer layer)
    {
        layer = default;
        if (header.IsEmpty) return false;
        BitReader bits = new(header[1..]);
        bits.Skip(1 + 8);
        if (bits.ReadFlag()) bits.Skip(4 + 3);
        SampleAspectRatio? shape = ReadShape(ref bits);
        bool? isLowDelay = null;
        if (bits.ReadFlag())
        {
            bits.Skip(2);
            isLowDelay = bits.ReadFlag();
            if (bits.ReadFlag()) bits.Skip(BufferBits);
        }

        bool isRectangular = bits.Read(2) == 0;
        bits.Skip(1);
        uint resolution = bits.Read(16);
        bits.Skip(1);
        uint increment = bits.ReadFlag() ? bits.Read(BitsFor(resolution)) : 0;
        bits.Skip(1);
        int width = (int)bits.Read(13);
        bits.Skip(1);
        int height = (int)bits.Read(13);
        if (bits.HasFailed || !isRectangular || width == 0 || height == 0 || resolution == 0) return false;
        layer = new Mpeg4Layer(width, height, isLowDelay, Codecs.FrameRate.Of(resolution, increment), shape);
        return true;
    }

    // Table 6-14.
    private static SampleAspectRatio? ReadShape(ref BitReader bits) => bits.Read(4) switch
    {
        1 => new SampleAspectRatio(1, 1),
        2 => new SampleAspectRatio(12, 11),
        3 => new SampleAspectRatio(10, 11),
        4 => new SampleAspectRatio(16, 11),
        5 => new SampleAspectRatio(40, 33),
        ExtendedShape => SampleAspectRatio.Of(bits.Read(8), bits.Read(8)),
        _ => null,
    };

    // As many as the numbers below the resolution need, one at least.
    private static int BitsFor(uint resolution) => Math.Max(1, 32 - System.Numerics.BitOperations.LeadingZeroCount(resolution <= 1 ? 0 : resolution - 1));
}
