using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.H265;

/// <summary>The short-term and long-term reference picture sets of a sequence parameter set (H.265, 7.3.7), passed over.</summary>
internal static class H265ReferencePictureSets
{
    private const uint MaxSets = 64;
    private const uint MaxLongTerm = 32;
    private const uint MaxPictures = 16;

    /// <summary>False when they have no meaning: nothing after them can be found.</summary>
    public static bool TrySkip(ref BitReader reader, int pocLsbBits)
    {
        uint count = reader.ReadUe();
        if (count > MaxSets) return false;
        int pictures = 0;
        for (uint i = 0; i < count; i++)
        {
            pictures = i > 0 && reader.ReadFlag() ? SkipPredicted(ref reader, pictures) : SkipExplicit(ref reader);
            if (pictures < 0) return false;
        }

        if (reader.ReadFlag())
        {
            uint longTerm = reader.ReadUe();
            if (longTerm > MaxLongTerm) return false;
            reader.Skip((int)longTerm * (pocLsbBits + 1));
        }

        return !reader.HasFailed;
    }

    // The pictures of the set before, moved: one flag or two for each, and for that set's own picture.
    private static int SkipPredicted(ref BitReader reader, int previous)
    {
        reader.Skip(1);
        reader.ReadUe();
        int pictures = 0;
        for (int i = 0; i <= previous; i++)
        {
            if (reader.ReadFlag() || reader.ReadFlag()) pictures++;
        }

        return pictures;
    }

    private static int SkipExplicit(ref BitReader reader)
    {
        uint negative = reader.ReadUe();
        uint positive = reader.ReadUe();
        if (negative > MaxPictures || positive > MaxPictures) return -1;
        for (uint i = 0; i < negative + positive; i++)
        {
            reader.ReadUe();
            reader.Skip(1);
        }

        return (int)(negative + positive);
    }
}
