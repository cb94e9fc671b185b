using Headrace.Media.Codecs;

namespace Headrace.Media.Tests.Timeline;

/// <summary>A picture as an encoder gives it.</summary>
/// <param name="Display">Its place in presentation.</param>
/// <param name="Unit">What the timeline sees of it.</param>
internal readonly record struct Picture(int Display, AssembledUnit Unit);

/// <summary>Pictures in decoding order, for every shape of reordering.</summary>
internal static class Pictures
{
    /// <summary>Display offsets, in decoding order, of a mini-group of a pyramid that needs the given depth.</summary>
    public static int[] Pyramid(int depth) => depth switch
    {
        0 => [1],
        1 => [2, 1],
        2 => [4, 2, 1, 3],
        3 => [8, 4, 2, 1, 3, 6, 5, 7],
        4 => [16, 8, 4, 2, 1, 3, 6, 5, 7, 12, 10, 9, 11, 14, 13, 15],
        _ => throw new ArgumentOutOfRangeException(nameof(depth)),
    };

    /// <summary>Closed groups of a key picture and pyramids; the leaves of a pyramid are disposable.</summary>
    public static IEnumerable<Picture> Groups(int groups, int depth, int pyramidsInGroup, int? stated = null, int duration = 0)
    {
        int[] pyramid = Pyramid(depth);
        int display = 0;
        for (int g = 0; g < groups; g++)
        {
            yield return new Picture(display, Units.Picture(isKey: true, depth: stated, duration: duration));
            for (int p = 0; p < pyramidsInGroup; p++)
            {
                foreach (int offset in pyramid)
                {
                    bool isLeaf = depth > 0 && offset % 2 == 1;
                    yield return new Picture(display + offset, Units.Picture(isDisposable: isLeaf, depth: stated, duration: duration));
                }

                display += pyramid.Length;
            }

            display++;
        }
    }
}
