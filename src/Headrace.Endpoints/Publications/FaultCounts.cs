using System.Globalization;

namespace Headrace.Endpoints.Publications;

/// <summary>Counts what is wrong with what a peer sends, by kind, and says what is new since it was last asked.</summary>
/// <param name="kinds">The names of the kinds, by their numbers.</param>
/// <param name="place">What a place is called, where faults have one.</param>
internal sealed class FaultCounts(string[] kinds, string place = "")
{
    /// <summary>The place of a fault that has none.</summary>
    public const int Nowhere = -1;

    private readonly long[] _counts = new long[kinds.Length];
    private readonly long[] _told = new long[kinds.Length];
    private readonly int[] _places = new int[kinds.Length];

    /// <summary>Counts one.</summary>
    /// <param name="kind">The number of its kind.</param>
    /// <param name="at">Where it was met.</param>
    public void Add(int kind, int at = Nowhere)
    {
        _counts[kind]++;
        _places[kind] = at;
    }

    /// <summary>What came since the last call: how many, and in words with the place where the last one of each kind was met. None gives 0.</summary>
    public long Take(out string words)
    {
        List<string> found = [];
        long total = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            long news = _counts[i] - _told[i];
            if (news == 0) continue;
            total += news;
            _told[i] = _counts[i];
            string where = _places[i] < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" in {place} {_places[i]}");
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{news} {kinds[i]}{where}"));
        }

        words = string.Join(", ", found);
        return total;
    }
}
