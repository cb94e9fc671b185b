using Headrace.Containers.Mp4.Fragments;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Hls;

namespace Headrace.Streaming.Held;

/// <summary>One track of a clip on its way into fragments.</summary>
/// <param name="units">Its units; at least one.</param>
/// <param name="start">Path time that is 0 in the file.</param>
/// <param name="output">Where fragments are written.</param>
internal sealed class ClipTrack(AccessUnit[] units, long start, MediaBufferWriter output)
{
    private readonly long _base = Timebase.FromNanoseconds(start, units[0].Track.ClockRate);
    private ParameterSets _sets = units[0].Track.ParameterSets;
    private uint _fragment;
    private int _next;

    /// <summary>The track as its first unit needs it.</summary>
    public Track Track => units[0].Track;

    /// <summary>Its number in the file.</summary>
    public uint Id => (uint)Track.Id + 1;

    public bool IsAtEnd => _next == units.Length;

    /// <summary>Writes the next units that come before a path time as one fragment; false when there are none.</summary>
    public bool TryWrite(long until, int maxBytes)
    {
        int from = _next;
        List<FragmentSample> samples = [];
        List<MediaBuffer> made = [];
        for (int bytes = 0; !IsAtEnd && units[_next].PathTime < until && (samples.Count == 0 || bytes < maxBytes); _next++)
        {
            samples.Add(FragmentSample.Of(WithSets(units[_next], made), DurationOf(_next)));
            bytes += units[_next].Payload.Length;
        }

        if (samples.Count == 0) return false;
        FragmentHeader header = new() { TrackId = Id, SequenceNumber = ++_fragment, BaseDecodeTime = Math.Max(0, units[from].DecodeTime - _base) };
        FragmentWriter.Write(samples.ToArray(), header, output);
        foreach (MediaBuffer buffer in made) buffer.Release();
        return true;
    }

    /// <summary>The last unit takes as long as the one before it.</summary>
    private uint DurationOf(int index)
    {
        if (units.Length == 1) return (uint)Math.Max(1, Track.ClockRate / 25);
        int first = Math.Min(index, units.Length - 2);
        return (uint)Math.Clamp(units[first + 1].DecodeTime - units[first].DecodeTime, 1, uint.MaxValue);
    }

    /// <summary>A unit that needs other parameter sets than the file's has them in front.</summary>
    private AccessUnit WithSets(AccessUnit unit, List<MediaBuffer> made)
    {
        if (ReferenceEquals(unit.Track.ParameterSets, _sets)) return unit;
        AccessUnit copy = LateParameterSets.PutBefore(unit, _sets, output);
        _sets = unit.Track.ParameterSets;
        made.Add(copy.Payload);
        return copy;
    }
}
