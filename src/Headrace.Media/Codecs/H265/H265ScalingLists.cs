using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.H265;

/// <summary>scaling_list_data (H.265, 7.3.4), passed over.</summary>
internal static class H265ScalingLists
{
    public static void Skip(ref BitReader reader)
    {
        for (int size = 0; size < 4; size++)
        {
            for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1)
            {
                if (!reader.ReadFlag())
                {
                    reader.ReadUe();
                    continue;
                }

                int coefficients = Math.Min(64, 1 << (4 + 2 * size)) + (size > 1 ? 1 : 0);
                for (int i = 0; i < coefficients; i++) reader.ReadSe();
            }
        }
    }
}
