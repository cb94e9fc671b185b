namespace Headrace.Server.Configuration.Schema;

/// <summary>How many letters were typed wrong: inserted, left out, replaced, or swapped with their neighbour. Letter case counts nothing.</summary>
internal static class EditDistance
{
    /// <summary>Longer texts are not compared: no key is that long.</summary>
    internal const int MaxLength = 64;

    /// <summary>The one of <paramref name="candidates"/> that <paramref name="typed"/> is most likely meant to be, or null when none is near.</summary>
    internal static string? Nearest(string typed, IEnumerable<string> candidates)
    {
        if (typed.Length > MaxLength) return null;
        string? nearest = null;
        int least = Math.Max(2, typed.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            int distance = Between(typed, candidate);
            if (distance >= least || distance >= Math.Max(typed.Length, candidate.Length)) continue;
            nearest = candidate;
            least = distance;
        }

        return nearest;
    }

    /// <summary>The distance of two texts of at most <see cref="MaxLength"/> letters; of longer ones the greatest number.</summary>
    internal static int Between(string a, string b)
    {
        if (a.Length > MaxLength || b.Length > MaxLength) return int.MaxValue;
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) cost[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) cost[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = cost[i - 1, j - 1] + (AreSame(a[i - 1], b[j - 1]) ? 0 : 1);
                cost[i, j] = Math.Min(replaced, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
                bool isSwapped = i > 1 && j > 1 && AreSame(a[i - 1], b[j - 2]) && AreSame(a[i - 2], b[j - 1]);
                if (isSwapped) cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }

        return cost[a.Length, b.Length];
    }

    private static bool AreSame(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
