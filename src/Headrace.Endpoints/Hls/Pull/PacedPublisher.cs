using System.Collections.Immutable;
using Headrace.Media.Buffers;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>Publishes the units of all renditions as one stream, each when it is due. Used by one loop.</summary>
internal sealed class PacedPublisher(StreamRegistry streams, Session session, ILogger logger) : IDisposable
{
    /// <summary>Media of each rendition that waits as units; what is further ahead waits as bytes of segments.</summary>
    private const long Ahead = 3 * Timebase.NanosecondsPerSecond / 2;

    /// <summary>Units of a rendition that wait at most, and their bytes.</summary>
    private const int MaxUnits = 8192;

    private const long MaxBytes = 32 * 1024 * 1024;

    private readonly MediaPace _pace = new();
    private ImmutableArray<PacedQueue> _queues = [];
    private ImmutableArray<SegmentTrack>[] _tracks = [];
    private TrackSet? _newest;
    private TrackSet? _current;
    private Publication? _publication;
    private ImmutableArray<AnnouncedTrack> _announced = [];
    private long _last;
    private int _versions;
    private (long Line, DateTime Utc)? _utc;
    private bool _isFirst;

    /// <summary>Why the stream does not take it, in one clause; null while it does.</summary>
    public string? Fault { get; private set; }

    /// <summary>When the first unit was published; <see cref="MonotonicTime.Never"/> before.</summary>
    public MonotonicTime FirstMedia { get; private set; } = MonotonicTime.Never;

    /// <summary>When the last unit was published; <see cref="MonotonicTime.Never"/> before.</summary>
    public MonotonicTime LastMedia { get; private set; } = MonotonicTime.Never;

    /// <summary>How media comes against its time.</summary>
    public MediaPace Pace => _pace;

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty => _queues.All(static queue => queue.Count == 0);

    /// <summary>Who pays for units; null before the stream is there.</summary>
    public MemoryAccount? Account => streams.Find(session.StreamName!)?.Memory.Of("input");

    /// <summary>There are so many renditions.</summary>
    public void Begin(int renditions)
    {
        _queues = [.. Enumerable.Range(0, renditions).Select(static _ => new PacedQueue())];
        _tracks = new ImmutableArray<SegmentTrack>[renditions];
    }

    /// <summary>The tracks of a rendition are these from now on.</summary>
    public void SetTracks(int rendition, ImmutableArray<SegmentTrack> tracks)
    {
        _tracks[rendition] = tracks;
        _newest = new TrackSet(_versions++, [.. _tracks.Select(static one => one.IsDefault ? [] : one)]);
    }

    /// <summary>What is presented at a place of the line has this UTC, by its source.</summary>
    public void SetUtc(long line, DateTime utc) => _utc = (line, utc);

    /// <summary>Takes a unit of a rendition, and its reference.</summary>
    public void Add(int rendition, int track, long presentation, long decode, long line, in Media.Codecs.AssembledUnit unit)
    {
        if (_newest!.IndexOf(rendition, track) < 0) unit.Payload.Release();
        else _queues[rendition].Add(new PacedUnit(_newest, track, presentation, decode, line, unit));
    }

    /// <summary>Whether more of a rendition's media shall be read.</summary>
    public bool Wants(int rendition, MonotonicTime now)
    {
        PacedQueue queue = _queues[rendition];
        if (queue.Count >= MaxUnits || queue.Bytes >= MaxBytes) return false;
        if (!_pace.IsRunning) return queue.Horizon is null || queue.Horizon - queue.Next < Ahead;
        return queue.Horizon is not { } horizon || horizon < _pace.LineAt(now) + Ahead;
    }

    /// <summary>Publishes what is due.</summary>
    /// <param name="now">The present instant.</param>
    /// <param name="isLast">Whether renditions that have nothing get nothing any more.</param>
    /// <returns>When the next is due; <see cref="MonotonicTime.Never"/> where none waits.</returns>
    public MonotonicTime Publish(MonotonicTime now, bool isLast)
    {
        if (!_pace.IsRunning && !TryBegin(now, isLast)) return MonotonicTime.Never;
        while (Fault is null && FindNext() is { } rendition)
        {
            long line = _queues[rendition].Next!.Value;
            if (!_pace.IsDue(line, _last, now)) return _pace.DueOf(line);
            _last = Math.Max(_last, line);
            Publish(rendition, _queues[rendition].Take(), now);
        }

        return MonotonicTime.Never;
    }

    /// <summary>Ends the publication and gives back what waits.</summary>
    public void Dispose()
    {
        foreach (PacedQueue queue in _queues) queue.Clear();
        _publication?.End();
        _publication = null;
    }

    /// <summary>All begin together, where the first rendition does: what others have of the time before it is left out.</summary>
    private bool TryBegin(MonotonicTime now, bool isLast)
    {
        if (_queues.IsEmpty || !_queues.All(queue => queue.Count > 0 || isLast) || _queues.All(static queue => queue.Count == 0)) return false;
        long start = _queues.First(static queue => queue.Count > 0).Next!.Value;
        foreach (PacedQueue queue in _queues)
        {
            while (queue.Next < start) queue.Take().Unit.Payload.Release();
        }

        _pace.Begin(start, now);
        _last = start;
        return true;
    }

    private int? FindNext()
    {
        int? next = null;
        for (int i = 0; i < _queues.Length; i++)
        {
            if (_queues[i].Next is { } line && (next is null || line < _queues[next.Value].Next)) next = i;
        }

        return next;
    }

    private void Publish(int rendition, in PacedUnit unit, MonotonicTime now)
    {
        // At the beginning all renditions' tracks are known: a unit from before that knows its own only.
        if ((_current is null || unit.Set.Version > _current.Version) && !TryFollow(_current is null ? _newest! : unit.Set))
        {
            unit.Unit.Payload.Release();
            return;
        }

        int track = _current!.IndexOf(rendition, unit.Track);
        SegmentTrack own = unit.Set.Renditions[rendition][unit.Track];
        if (track < 0 || !ReferenceEquals(_current.All[track].Codec, own.Codec))
        {
            unit.Unit.Payload.Release();
            return;
        }

        if (FirstMedia == MonotonicTime.Never) FirstMedia = now;
        LastMedia = now;
        int rate = _announced[track].InputClockRate;
        InputTimestamps time = new(Timebase.Rescale(unit.Presentation, own.Rate, rate), Timebase.Rescale(unit.Decode, own.Rate, rate));
        if (_isFirst && _utc is { } known) _publication!.ObserveSenderReport(track, known.Utc.AddTicks((unit.Line + Timebase.ToNanoseconds(unit.Presentation - unit.Decode, own.Rate) - known.Line) / 100), time.Presentation, now);
        _isFirst = false;
        _publication!.Publish(track, time, now, unit.Unit);
    }

    /// <summary>Goes on with other tracks: as it is where they have the same codecs, else as another publication.</summary>
    private bool TryFollow(TrackSet set)
    {
        bool continues = _publication is not null && _current!.Continues(set);
        _current = set;
        if (continues) return true;
        if (_publication is not null) HlsSourceLog.Changes(logger, session.StreamName!);
        _publication?.End();
        string tracks = set.Description;
        HlsSourceLog.Sends(logger, session.StreamName!, session.Remote, tracks);
        PublishRefusal refusal = streams.TryPublish(session.StreamName!, _announced = set.Announce(), session, out _publication);
        _isFirst = true;
        if (refusal != PublishRefusal.None) Fault = refusal.ToFault();
        return refusal == PublishRefusal.None;
    }
}
