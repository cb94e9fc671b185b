namespace Headrace.Media.Codecs.Vp9;

/// <summary>Levels (VP9, annex A), which the stream itself does not state.</summary>
internal static class Vp9Level
{
    private const double UsualRate = 30;

    // Level times ten; samples of luma a second, in a picture, and of a side, at most.
    private static readonly (byte Level, long Rate, int Picture, int Side)[] Bounds =
    [
        (10, 829_440, 36_864, 512),
        (11, 2_764_800, 73_728, 768),
        (20, 4_608_000, 122_880, 960),
        (21, 9_216_000, 245_760, 1344),
        (30, 20_736_000, 552_960, 2048),
        (31, 36_864_000, 983_040, 2752),
        (40, 83_558_400, 2_228_224, 4160),
        (41, 160_432_128, 2_228_224, 4160),
        (50, 311_951_360, 8_912_896, 8384),
        (51, 588_251_136, 8_912_896, 8384),
        (52, 1_176_502_272, 8_912_896, 8384),
        (60, 1_176_502_272, 35_651_584, 16_832),
        (61, 2_353_004_544, 35_651_584, 16_832),
        (62, 4_706_009_088, 35_651_584, 16_832),
    ];

    /// <summary>The least level, times ten, that pictures of a size fit; the greatest where none does.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="rate">Pictures a second; 30 where it is not known.</param>
    public static byte Of(int width, int height, FrameRate? rate)
    {
        long picture = (long)width * height;
        double samples = picture * (rate?.Value ?? UsualRate);
        foreach ((byte level, long greatestRate, int greatestPicture, int side) in Bounds)
        {
            if (picture <= greatestPicture && Math.Max(width, height) <= side && samples <= greatestRate) return level;
        }

        return Bounds[^1].Level;
    }
}
