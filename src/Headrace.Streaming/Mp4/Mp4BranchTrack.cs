using Headrace.Containers.Mp4.Fragments;
using Headrace.Media.Buffers;
using Headrace.Media.Tracks;
using Headrace.Streaming.Hls;

namespace Headrace.Streaming.Mp4;

/// <summary>A track of live MP4: units wait until the one that follows says how long they last.</summary>
internal sealed class Mp4BranchTrack(Track track) : IDisposable
{
    /// <summary>Units that wait at most; those before the last are written then.</summary>
    public const int MaxPending = 64;

    /// <summary>A unit lasts no longer than this, in seconds: what follows a hole has its own time.</summary>
    private const int MaxSeconds = 1;

    private readonly List<AccessUnit> _pending = [];
    private readonly FragmentSample[] _samples = new FragmentSample[MaxPending];
    private ParameterSets _sets = track.ParameterSets;
    private uint _fragments;
    private long _typical;

    /// <summary>The track as the beginning of the file describes it.</summary>
    public Track Track => track;

    /// <summary>Its identifier in the file.</summary>
    public uint Id => (uint)track.Id + 1;

    /// <summary>Units that wait.</summary>
    public int Pending => _pending.Count;

    /// <summary>The oldest of them.</summary>
    public AccessUnit First => _pending[0];

    /// <summary>Takes a unit; parameter sets that are not in the file's beginning go into it.</summary>
    public void Add(AccessUnit unit, MediaBufferWriter writer)
    {
        ParameterSets sets = unit.Track.ParameterSets;
        if (ReferenceEquals(sets, _sets))
        {
            unit.Payload.Retain();
            _pending.Add(unit);
            return;
        }

        _pending.Add(LateParameterSets.PutBefore(unit, _sets, writer));
        _sets = sets;
    }

    /// <summary>Writes the first units as a fragment.</summary>
    /// <param name="count">How many; fewer than wait, or all where nothing follows soon.</param>
    /// <param name="next">Decode time of what follows the last that waits; null where that is not known.</param>
    /// <param name="output">Where to.</param>
    public void Write(int count, long? next, MediaBufferWriter output)
    {
        for (int i = 0; i < count; i++)
        {
            AccessUnit unit = _pending[i];
            long? following = i + 1 < _pending.Count ? _pending[i + 1].DecodeTime : next;
            long duration = following is { } end ? end - unit.DecodeTime : _typical;
            if (duration <= 0 || duration > (long)MaxSeconds * track.ClockRate) duration = _typical;
            else _typical = duration;
            _samples[i] = FragmentSample.Of(unit, (uint)duration);
        }

        FragmentWriter.Write(_samples.AsSpan(0, count), new FragmentHeader { TrackId = Id, SequenceNumber = ++_fragments, BaseDecodeTime = _pending[0].DecodeTime }, output);
        for (int i = 0; i < count; i++) _pending[i].Release();
        _pending.RemoveRange(0, count);
    }

    public void Dispose()
    {
        foreach (AccessUnit unit in _pending) unit.Release();
        _pending.Clear();
    }
}
