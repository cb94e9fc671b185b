using System.Collections.Immutable;
using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.SampleEntries;
using Headrace.Media.Buffers;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Mp4;

/// <summary>
/// All tracks of a stream that MP4 carries as one fragmented file without end, muxed once for all readers: a fragment for each picture, and one for the sound that came with it. A
/// picture goes out when the next one is here, which says how long it lasts. The file's beginning cannot change: where a format does, the branch ends, and so do its readers.
/// </summary>
public sealed class Mp4Branch : PacketBranch<Mp4Group>
{
    private const string BranchKind = "mp4";

    /// <summary>Sound without picture goes in fragments of so long.</summary>
    private static readonly TimeSpan SoundWindow = TimeSpan.FromMilliseconds(100);

    private ImmutableArray<Mp4BranchTrack> _tracks = [];
    private Mp4BranchTrack? _lead;

    // Where no picture is carried: one at which viewers join has come: they do at the sound that follows it.
    private bool _joinsNext;

    private Mp4Branch(LiveStream stream)
        : base(stream, BranchKind)
    {
    }

    /// <summary>The file's beginning.</summary>
    public ReadOnlyMemory<byte> Init { get; private set; }

    /// <summary>A claim on the branch of a stream.</summary>
    public static BranchLease<Mp4Branch> Acquire(LiveStream stream) => stream.Branches.Acquire(new BranchKey(BranchKind), () => new Mp4Branch(stream));

    /// <inheritdoc/>
    public override void OnTracksChanged(ImmutableArray<Track> tracks)
    {
        Track[] carried = [.. tracks.Where(static track => Mp4SampleEntries.CanCarry(track, out _))];
        if (!Init.IsEmpty)
        {
            bool isSame = carried.Length == _tracks.Length && carried.All(track => Find(track.Id)?.Track.Format.Equals(track.Format) == true);
            if (!isSame) Outdate();
            return;
        }

        if (carried.Length == 0) return;
        _tracks = [.. carried.Select(static track => new Mp4BranchTrack(track))];
        _lead = _tracks.FirstOrDefault(static track => track.Track.Kind == MediaKind.Video) ?? _tracks[0];
        InitSegment.Write([.. _tracks.Select(static track => (track.Track, track.Id))], Output);
        Init = Output.Written.ToArray();
        Output.Truncate(0);
    }

    /// <inheritdoc/>
    public override void OnUnit(AccessUnit unit)
    {
        if (Ring.IsCompleted) return;
        if (Find(unit.Track.Id) is not { } track)
        {
            _joinsNext |= unit.IsJoinPoint && _lead?.Track.Kind != MediaKind.Video;
            return;
        }

        if (!track.Track.Format.Equals(unit.Track.Format))
        {
            Outdate();
            return;
        }

        bool isVideo = _lead!.Track.Kind == MediaKind.Video;
        if (track == _lead && track.Pending > 0 && (isVideo || unit.IsJoinPoint || unit.Arrival - track.First.Arrival >= SoundWindow || track.Pending >= Mp4BranchTrack.MaxPending)) Flush(unit.DecodeTime);
        else if (track.Pending >= Mp4BranchTrack.MaxPending) Flush(null);
        if (track.Pending < Mp4BranchTrack.MaxPending) track.Add(unit, Output);
    }

    /// <inheritdoc/>
    public override void OnPublisherAway() => Flush(null);

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (Mp4BranchTrack track in _tracks) track.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes what waits of the lead, and of the others what is known to its end.</summary>
    /// <param name="next">Decode time of the lead's unit that follows; null where none does soon: all that waits is written then.</param>
    private void Flush(long? next)
    {
        if (_lead is null) return;
        AccessUnit? first = _lead.Pending > 0 ? _lead.First : _tracks.FirstOrDefault(static track => track.Pending > 0)?.First;
        if (first is null || Ring.IsCompleted) return;
        if (_lead.Pending > 0) _lead.Write(_lead.Pending, next, Output);
        int sound = Output.Length;
        foreach (Mp4BranchTrack track in _tracks)
        {
            int count = next is null ? track.Pending : track.Pending - 1;
            if (track != _lead && count > 0) track.Write(count, null, Output);
        }

        Ring.Publish(new Mp4Group(Output.Detach(), first.Track.Id, first.IsLeading, first.PathTime, first.Arrival, first.IsJoinPoint || _joinsNext, sound));
        _joinsNext = false;
    }

    private void Outdate()
    {
        if (Ring.IsCompleted) return;
        IsOutdated = true;
        Ring.Complete();
    }

    private Mp4BranchTrack? Find(int trackId)
    {
        foreach (Mp4BranchTrack track in _tracks)
        {
            if (track.Track.Id == trackId) return track;
        }

        return null;
    }
}
