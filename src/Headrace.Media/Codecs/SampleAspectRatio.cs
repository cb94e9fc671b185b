namespace Headrace.Media.Codecs;

/// <summary>Width of a sample to its height.</summary>
/// <param name="Width">Width, in any unit.</param>
/// <param name="Height">Height, in the same unit.</param>
public readonly record struct SampleAspectRatio(ushort Width, ushort Height)
{
    /// <summary>The value of aspect_ratio_idc that is followed by a width and a height.</summary>
    public const byte ExtendedSar = 255;

    private static ReadOnlySpan<byte> Table =>
    [
        0, 0, 1, 1, 12, 11, 10, 11, 16, 11, 40, 33, 24, 11, 20, 11, 32, 11, 80, 33, 18, 11, 15, 11, 64, 33, 160, 99, 4, 3, 3, 2, 2, 1,
    ];

    /// <summary>The ratio of an aspect_ratio_idc (H.264, table E-1; H.265, table E.1), or null when it has none.</summary>
    public static SampleAspectRatio? OfIdc(byte idc) =>
        idc == 0 || idc * 2 >= Table.Length ? null : new SampleAspectRatio(Table[idc * 2], Table[idc * 2 + 1]);

    /// <summary>A ratio that was written out, or null when a part of it is 0.</summary>
    public static SampleAspectRatio? Of(uint width, uint height) =>
        width is 0 or > ushort.MaxValue || height is 0 or > ushort.MaxValue ? null : new SampleAspectRatio((ushort)width, (ushort)height);
}
