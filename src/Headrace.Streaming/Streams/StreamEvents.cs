using System.Collections.Immutable;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Events;
using Headrace.Streaming.Inputs;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Supervision;

namespace Headrace.Streaming.Streams;

/// <summary>What a stream tells of itself as events. What its media can cause at any rate is told at most once in <see cref="Interval"/>. Under the stream's lock.</summary>
internal sealed class StreamEvents(string stream, EventHub hub, TimeProvider clock)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private bool _hasStarted;
    private MonotonicTime _startedAt;
    private long _bytesAtStart;
    private ImmutableArray<Track> _tracks = [];
    private ImmutableArray<Track> _toldTracks = [];
    private MonotonicTime _nextTracks;
    private DiscontinuityMet? _discontinuity;
    private MonotonicTime _nextDiscontinuity;

    public void OnState(StreamState from, StreamState to, string? reason, SourceCause? cause) => hub.Publish(new StreamStateChanged(stream, from, to, reason, cause));

    /// <summary>The stream goes on with an input.</summary>
    public void OnSwitch(StreamInput input) => hub.Publish(new InputSwitched(stream, input.Label, input.Priority));

    /// <summary>Media flows, perhaps again.</summary>
    /// <param name="publication">Where it comes from.</param>
    /// <param name="bytes">Bytes taken in so far.</param>
    public void OnMedia(Publication publication, long bytes)
    {
        if (_hasStarted) return;
        _hasStarted = true;
        _startedAt = MonotonicTime.Now(clock);
        _bytesAtStart = bytes;
        _toldTracks = _tracks;
        Session? session = publication.Session;
        string? source = session is null ? null : session.Input is null ? $"{session.Protocol}://{session.Remote}" : publication.Input.Description;
        hub.Publish(new StreamStarted(stream, session?.Id, source, Describe(_tracks)));
    }

    /// <summary>The outputs are closed.</summary>
    public void OnClosed(SessionEndReason reason, long bytes)
    {
        if (!_hasStarted) return;
        _hasStarted = false;
        _discontinuity = null;
        hub.Publish(new StreamStopped(stream, reason, (long)(MonotonicTime.Now(clock) - _startedAt).TotalSeconds, bytes - _bytesAtStart));
    }

    public void OnTracks(ImmutableArray<Track> tracks)
    {
        _tracks = tracks;
        TellTracks(MonotonicTime.Now(clock));
    }

    public void OnDiscontinuity(Track track, in UnitTiming timing)
    {
        _discontinuity = new DiscontinuityMet(stream, track.Id, track.Kind, timing.Step, timing.Cause, (_discontinuity?.Count ?? 0) + 1);
        TellDiscontinuity(MonotonicTime.Now(clock));
    }

    /// <summary>Tells what waited for its time.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        TellTracks(now);
        TellDiscontinuity(now);
    }

    private void TellTracks(MonotonicTime now)
    {
        if (!_hasStarted || now < _nextTracks || HaveSameFormats(_tracks, _toldTracks)) return;
        _nextTracks = now + Interval;
        _toldTracks = _tracks;
        hub.Publish(new TracksChanged(stream, Describe(_tracks)));
    }

    private void TellDiscontinuity(MonotonicTime now)
    {
        if (_discontinuity is null || now < _nextDiscontinuity) return;
        _nextDiscontinuity = now + Interval;
        hub.Publish(_discontinuity);
        _discontinuity = null;
    }

    /// <summary>Parameter sets that are added change no format.</summary>
    private static bool HaveSameFormats(ImmutableArray<Track> a, ImmutableArray<Track> b)
    {
        if (a.Length != b.Length) return false;
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i].Id != b[i].Id || !a[i].Format.Equals(b[i].Format)) return false;
        }

        return true;
    }

    private static string[] Describe(ImmutableArray<Track> tracks) => [.. tracks.Select(track => track.Format.Description)];
}
