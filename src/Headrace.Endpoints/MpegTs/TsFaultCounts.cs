using System.Globalization;
using Headrace.Containers.MpegTs.Reading;

namespace Headrace.Endpoints.MpegTs;

/// <summary>Counts what is wrong with a transport stream, by kind, and says what is new since it was last asked.</summary>
internal sealed class TsFaultCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<TsFault>().Length];
    private readonly long[] _told = new long[Enum.GetValues<TsFault>().Length];
    private readonly int[] _pids = new int[Enum.GetValues<TsFault>().Length];

    public void Add(TsFault fault, int pid)
    {
        _counts[(int)fault]++;
        _pids[(int)fault] = pid;
    }

    /// <summary>What came since the last call: how many, and in words with the PID that the last one of each kind was met in. None gives 0.</summary>
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
            string where = _pids[i] < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" in PID {_pids[i]}");
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{news} {(TsFault)i}{where}"));
        }

        words = string.Join(", ", found);
        return total;
    }
}
