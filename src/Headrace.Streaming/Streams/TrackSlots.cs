using System.Collections.Immutable;
using Headrace.Media.Buffers;
using Headrace.Media.Timeline;
using Headrace.Media.Tracks;
using Headrace.Streaming.Inputs;

namespace Headrace.Streaming.Streams;

/// <summary>The places for tracks in a stream. A publisher that returns finds his tracks' places again, by kind and order. Owned by the stream's lock.</summary>
internal sealed class TrackSlots
{
    private readonly List<TrackSlot> _slots = [];

    /// <summary>The tracks whose format is known, by id.</summary>
    public ImmutableArray<Track> Tracks { get; private set; } = [];

    /// <summary>Bytes of all units that went on.</summary>
    public long Bytes => _slots.Sum(slot => slot.Counters.Bytes);

    /// <summary>The places of video.</summary>
    public IEnumerable<TrackSlot> Pictures => _slots.Where(slot => slot.Codec.Kind == MediaKind.Video);

    public TrackSlot this[int index] => _slots[index];

    /// <summary>True when there are places for an input's tracks: not more than <see cref="LiveStream.MaxSlots"/>.</summary>
    public bool CanAssign(IReadOnlyList<AnnouncedTrack> announced) => Place(announced) is not null;

    /// <summary>Gives an input's tracks their places; null when there are none.</summary>
    public int[]? TryAssign(IReadOnlyList<AnnouncedTrack> announced)
    {
        if (Place(announced) is not { } assigned) return null;
        foreach ((int i, int index) in assigned.Index())
        {
            if (index >= _slots.Count) _slots.Add(new TrackSlot(index, announced[i].Codec));
            _slots[index].BeginInput(announced[i]);
        }

        foreach (TrackSlot slot in _slots)
        {
            if (!assigned.Contains(slot.Id) && SilenceFiller.SilenceOf(slot) is null) slot.Track = null;
        }

        return assigned;
    }

    /// <summary>Silence for places that have a track of sound and are not among an input's.</summary>
    public SilenceFiller[] Fill(int[] assigned, InputTimeline timeline, MemoryAccount memory) =>
        [.. _slots.Where(slot => !assigned.Contains(slot.Id)).Select(slot => SilenceFiller.Of(slot, timeline, memory)).OfType<SilenceFiller>()];

    /// <summary>What the timeline must know of an input's tracks.</summary>
    public static InputTrack[] Inputs(IReadOnlyList<AnnouncedTrack> announced, int[] assigned) =>
    [
        .. announced.Select((track, i) => new InputTrack(
            assigned[i], track.Codec.Kind, track.InputClockRate, track.TimestampBits, track.Format?.ClockRate ?? track.InputClockRate, track.SharesClock)),
    ];

    /// <summary>True when each of the places has a track.</summary>
    public bool AreKnown(int[] assigned) => assigned.All(index => _slots[index].Track is not null);

    /// <summary>True while pictures of one of the places wait for a random access point.</summary>
    public bool AwaitRandomAccess(int[] assigned)
    {
        foreach (int index in assigned)
        {
            if (_slots[index].AwaitsRandomAccess) return true;
        }

        return false;
    }

    /// <summary>Takes note of tracks that came, changed or went.</summary>
    public void Update() => Tracks = [.. _slots.Where(slot => slot.Track is not null).Select(slot => slot.Track!)];

    /// <summary>Forgets all tracks; the places stay.</summary>
    public void Clear()
    {
        foreach (TrackSlot slot in _slots) slot.Track = null;
        Tracks = [];
    }

    /// <summary>What the stream says of its tracks.</summary>
    public ImmutableArray<TrackSnapshot> Snapshot() => [.. _slots.Where(slot => slot.Track is not null).Select(Describe)];

    private int[]? Place(IReadOnlyList<AnnouncedTrack> announced)
    {
        int[] assigned = new int[announced.Count];
        int count = _slots.Count;
        for (int i = 0; i < assigned.Length; i++)
        {
            int index = _slots.FindIndex(slot => slot.Codec.Kind == announced[i].Codec.Kind && !assigned.AsSpan(0, i).Contains(slot.Id));
            assigned[i] = index >= 0 ? index : count++;
        }

        return count <= LiveStream.MaxSlots ? assigned : null;
    }

    private static TrackSnapshot Describe(TrackSlot slot) => new(
        slot.Id, slot.Track!.Codec.Name, slot.Codec.Kind, slot.Track.Format.Description, slot.Track.Format.Rfc6381,
        slot.Counters.Units, slot.Counters.KeyFrames, slot.Counters.Bytes, slot.Counters.Pictures, slot.Counters.Drops, slot.Transport);
}
