using System.Collections.Immutable;
using Headrace.Containers.Mp4.Fragments;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>Which samples come next, in the order of their bytes: those that sample tables name, and those of fragments behind them.</summary>
internal sealed class SamplePlan
{
    private readonly List<(SampleTableCursor Cursor, Mp4Sample Next)> _cursors = [];
    private readonly Queue<Mp4Sample> _fragments = new();

    /// <summary>Samples of fragments that have not come yet.</summary>
    public int Pending => _fragments.Count;

    /// <summary>Adds a track's tables; their samples begin with the next one of the cursor.</summary>
    public void Add(SampleTableCursor cursor)
    {
        if (cursor.TryRead(out Mp4Sample first)) _cursors.Add((cursor, first));
    }

    /// <summary>Adds the samples of a fragment.</summary>
    public void Add(IEnumerable<Mp4Sample> samples)
    {
        foreach (Mp4Sample sample in samples.OrderBy(static sample => sample.Offset)) _fragments.Enqueue(sample);
    }

    /// <summary>Nothing of the tables comes any more.</summary>
    public void Clear()
    {
        _cursors.Clear();
        _fragments.Clear();
    }

    /// <summary>The next sample.</summary>
    public bool TryTake(out Mp4Sample sample)
    {
        if (TryFindFirst(out int first))
        {
            (SampleTableCursor cursor, sample) = _cursors[first];
            if (cursor.TryRead(out Mp4Sample next)) _cursors[first] = (cursor, next);
            else _cursors.RemoveAt(first);
            return true;
        }

        return _fragments.TryDequeue(out sample);
    }

    /// <summary>The samples of a fragment.</summary>
    /// <param name="samples">As they were read.</param>
    /// <param name="origin">Offset in the file of the first byte that was read.</param>
    /// <param name="tracks">The tracks that are read.</param>
    public static IEnumerable<Mp4Sample> Of(ImmutableArray<SampleInfo>.Builder samples, long origin, ImmutableArray<Mp4TrackReader> tracks)
    {
        foreach (SampleInfo sample in samples)
        {
            int track = IndexOf(tracks, sample.TrackId);
            if (track < 0) continue;
            bool isMarkedSync = sample.IsSync && sample.Flags.Value != 0;
            yield return new Mp4Sample(track, origin + sample.Offset, (uint)sample.Size, sample.DecodeTime, sample.CompositionOffset, sample.Duration, sample.Description - 1, isMarkedSync);
        }
    }

    private static int IndexOf(ImmutableArray<Mp4TrackReader> tracks, uint trackId)
    {
        for (int i = 0; i < tracks.Length; i++)
        {
            if (tracks[i].Track.TrackId == trackId) return i;
        }

        return -1;
    }

    private bool TryFindFirst(out int first)
    {
        first = -1;
        for (int i = 0; i < _cursors.Count; i++)
        {
            if (first < 0 || _cursors[i].Next.Offset < _cursors[first].Next.Offset) first = i;
        }

        return first >= 0;
    }
}
