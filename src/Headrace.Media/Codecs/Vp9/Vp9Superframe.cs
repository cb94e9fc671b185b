namespace Headrace.Media.Codecs.Vp9;

/// <summary>
/// Several frames that are one unit (VP9, annex B): frames that are not shown before the one that is, or spatial layers of a picture. Their sizes stand at the end.
/// <code>
/// | frames | 110 3, bytes of a size - 1: 2, frames - 1: 3 | sizes, least byte first | the marker again |
/// </code>
/// </summary>
internal static class Vp9Superframe
{
    /// <summary>Greatest number of frames in a unit.</summary>
    public const int MaxFrames = 8;

    /// <summary>Greatest length of an index.</summary>
    public const int MaxIndexLength = 2 + MaxFrames * MaxSizeBytes;

    private const int MaxSizeBytes = 4;
    private const byte Marker = 0xC0;
    private const byte MarkerMask = 0xE0;

    /// <summary>Reads the index at the end of a unit. False where there is none that is true of the bytes before it: the unit is one frame.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="sizes">Takes the sizes of the frames; room for <see cref="MaxFrames"/>.</param>
    /// <param name="count">Number of frames.</param>
    /// <param name="indexLength">Bytes of the index.</param>
    public static bool TryRead(ReadOnlySpan<byte> unit, Span<int> sizes, out int count, out int indexLength)
    {
        (count, indexLength) = (0, 0);
        if (unit.IsEmpty || (unit[^1] & MarkerMask) != Marker) return false;
        int sizeBytes = (unit[^1] >> 3 & 3) + 1;
        int frames = (unit[^1] & 7) + 1;
        int length = 2 + frames * sizeBytes;
        if (unit.Length < length || unit[^length] != unit[^1]) return false;
        ReadOnlySpan<byte> index = unit[^(length - 1)..^1];
        long total = 0;
        for (int i = 0; i < frames; i++)
        {
            uint size = 0;
            for (int at = 0; at < sizeBytes; at++) size |= (uint)index[i * sizeBytes + at] << 8 * at;
            total += size;
            if (total > unit.Length - length) return false;
            sizes[i] = (int)size;
        }

        (count, indexLength) = (frames, length);
        return total > 0;
    }

    /// <summary>Writes the index of frames.</summary>
    /// <param name="destination">Where to; room for <see cref="MaxIndexLength"/>.</param>
    /// <param name="sizes">The sizes of the frames, one to <see cref="MaxFrames"/>.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, ReadOnlySpan<int> sizes)
    {
        int greatest = 0;
        foreach (int size in sizes) greatest = Math.Max(greatest, size);
        int sizeBytes = greatest < 1 << 8 ? 1 : greatest < 1 << 16 ? 2 : greatest < 1 << 24 ? 3 : 4;
        int length = 2 + sizes.Length * sizeBytes;
        destination[0] = destination[length - 1] = (byte)(Marker | sizeBytes - 1 << 3 | sizes.Length - 1);
        for (int i = 0; i < sizes.Length; i++)
        {
            for (int at = 0; at < sizeBytes; at++) destination[1 + i * sizeBytes + at] = (byte)(sizes[i] >> 8 * at);
        }

        return length;
    }
}
