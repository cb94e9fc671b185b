using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Streaming.Figures;
using Headrace.Streaming.Inputs;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Slates;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Streams;

/// <summary>
/// What feeds a stream: who publishes, whose turn it is, how a unit comes in, and what stands in when nobody comes back. It takes the stream's lock itself, except where it is said
/// that it is held.
/// </summary>
internal sealed class StreamFeed
{
    private readonly LiveStream _stream;
    private readonly Lock _gate;
    private readonly InputSet _inputs;
    private readonly StreamStanding _standing;
    private readonly StreamEvents _events;
    private readonly StreamBounds _bounds;
    private readonly StreamSlate _slate;
    private readonly PathTimeline _timeline;
    private readonly IngestValve _valve;
    private readonly UnitIntake _intake;
    private readonly ReadySignal _ready = new();
    private readonly RecoveryRecord _recovery;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private MonotonicTime _graceDeadline = MonotonicTime.Never;

    public StreamFeed(
        LiveStream stream, Lock gate, TrackSlots slots, InputSet inputs, StreamStanding standing, StreamEvents events, StreamBounds bounds, StreamSlate slate, TimeProvider clock, ILogger logger)
    {
        (_stream, _gate, Slots, _inputs, _standing, _events, _bounds, _slate, _clock, _logger) = (stream, gate, slots, inputs, standing, events, bounds, slate, clock, logger);
        _timeline = new PathTimeline(Now, clock.GetUtcNow().UtcDateTime);
        _valve = new IngestValve(stream.Pressure);
        _intake = new UnitIntake(stream.Name, slots, _valve, stream.Bandwidth, stream.Ring, stream.Branches, events, UpdateTracks, logger);
        _recovery = new RecoveryRecord(clock);
    }

    /// <summary>Path time in UTC.</summary>
    public ClockMapping Clock => _timeline.ClockMapping;

    /// <summary>What the timeline met. Under the lock.</summary>
    public TimelineCounters TimelineCounters => _timeline.Counters;

    /// <summary>See <see cref="LiveStream.Ready"/>.</summary>
    public Task Ready => _ready.Task;

    /// <summary>The stream's tracks, with what was counted of them.</summary>
    public TrackSlots Slots { get; }

    /// <summary>How it came back from losses. Under the lock.</summary>
    public RecoverySnapshot Recovery => _recovery.Snapshot();

    /// <summary>True while somebody publishes, or media is held.</summary>
    public bool HasMedia => _inputs.HasPublication || !Slots.Tracks.IsEmpty;

    /// <summary>True while the grace of a publisher that left has not begun, or is over.</summary>
    public bool IsAtRest => _graceDeadline == MonotonicTime.Never;

    private MonotonicTime Now => MonotonicTime.Now(_clock);

    /// <summary>See <see cref="LiveStream.TryPublish"/>.</summary>
    public PublishRefusal TryPublish(IReadOnlyList<AnnouncedTrack> announced, Session? session, out Publication? publication)
    {
        publication = null;
        if (announced.Count == 0) return PublishRefusal.NoUsableTracks;
        if (announced.Count > LiveStream.MaxTracks) return PublishRefusal.TooManyTracks;
        Publication? replaced;
        lock (_gate)
        {
            if (_stream.IsRemoved || _inputs.Find(session?.Input) is not { } input) return PublishRefusal.Taken;
            StreamOptions options = _stream.Options;
            replaced = input.Publication;
            if (session?.Input is null) _standing.OnAttempt();
            if (session?.Input is null && (options.IsPulled || (replaced is not null && !(options.OverridePublisher && session?.TakesOver != false)))) return PublishRefusal.Taken;
            if (!Slots.CanAssign(announced)) return PublishRefusal.TooManyTracks;
            MonotonicTime now = Now;
            if (replaced is not null) _inputs.End(replaced, now);
            publication = new Publication(_stream, this, input, session, announced);
            if (_inputs.Begin(input, publication)) Switch(publication, now);
            _graceDeadline = MonotonicTime.Never;
            if (_inputs.Active is null || _inputs.Active == publication) SetState(StreamState.Connecting);
        }

        if (replaced?.Session is { EndReason: null } before && session?.Input is null) StreamLog.Overridden(_logger, _stream.Name, session?.Remote, before.Remote);
        // Who publishes may hold locks of his own.
        replaced?.Session?.EndSoon(SessionEndReason.Overridden);
        return PublishRefusal.None;
    }

    /// <summary>Takes a unit of a publication in, or drops it; its payload's reference goes to the stream, whatever happens.</summary>
    public void Publish(Publication publication, int track, in InputTimestamps time, MonotonicTime arrival, in AssembledUnit unit)
    {
        lock (_gate)
        {
            InputPassage passage = _inputs.Judge(publication, track, arrival, unit);
            if (passage == InputPassage.Waits || (passage == InputPassage.TakesOver && !Switch(publication, arrival)))
            {
                unit.Payload.Release();
                return;
            }

            if (_standing.State != StreamState.Active && !publication.Input.IsSlate) BeginMedia(arrival);
            _bounds.Follow(arrival);
            _intake.Take(publication, track, time, arrival, unit);
            FollowRecovery();
        }
    }

    /// <summary>Keeps what a sender report says.</summary>
    public void ObserveSenderReport(Publication publication, int track, in Publication.HeldReport report)
    {
        lock (_gate) publication.Hold(track, report, publication == _inputs.Active);
    }

    /// <summary>Keeps what was counted of a track's packets.</summary>
    public void ReportTransport(Publication publication, int track, in TransportFigures figures)
    {
        lock (_gate)
        {
            if (publication == _inputs.Active) Slots[publication.Slots[track]].Transport = figures;
        }
    }

    /// <summary>A publisher leaves; the stream waits for its grace. Idempotent.</summary>
    public void EndPublication(Publication publication)
    {
        lock (_gate)
        {
            MonotonicTime now = Now;
            bool wasActive = _inputs.End(publication, now);
            if (wasActive) _stream.Branches.OnPublisherAway();
            if (_inputs.HasPublication && wasActive) SetState(StreamState.Connecting);
            if (_stream.IsRemoved || _inputs.HasPublication || _inputs.IsPaused || (!wasActive && _standing.State != StreamState.Connecting)) return;
            _graceDeadline = now + _stream.Options.PublisherGrace;
            _slate.Prepare(Slots.Tracks, _stream.Options);
            SetState(StreamState.Inactive);
            FollowRecovery();
        }
    }

    /// <summary>See <see cref="LiveStream.Pause"/>.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            if (_inputs.IsPaused) return;
            _inputs.IsPaused = true;
            _inputs.Release(Now);
            _graceDeadline = MonotonicTime.Never;
            SetState(StreamState.Paused);
            _stream.Branches.OnPublisherAway();
        }
    }

    /// <summary>See <see cref="LiveStream.Resume"/>.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            if (!_inputs.IsPaused) return;
            _inputs.IsPaused = false;
            SetState(_inputs.HasPublication ? StreamState.Connecting : StreamState.Inactive);
            if (!_inputs.HasPublication) _graceDeadline = Now + _stream.Options.PublisherGrace;
        }
    }

    /// <summary>Drops the rest of the group of pictures that comes in. Under the lock.</summary>
    public void DropGop() => _valve.EndGop(Slots);

    /// <summary>Goes on with other options. Under the lock.</summary>
    public void Adopt(StreamOptions options)
    {
        _inputs.Adopt(options);
        _timeline.SyncThreshold = options.SyncThreshold.Ticks * TimeSpan.NanosecondsPerTick;
        _timeline.SoundOffset = options.SoundOffset.Ticks * TimeSpan.NanosecondsPerTick;
    }

    /// <summary>Does what is due. Under the lock.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        _inputs.HandleTimeout(now);
        _ready.HandleTimeout(now, !Slots.Tracks.IsEmpty);
        FollowRecovery();
    }

    /// <summary>Ends the grace of a publisher that did not come back: true once, when it is over. Under the lock.</summary>
    public bool TryEndGrace(MonotonicTime now)
    {
        if (now < _graceDeadline || _slate.IsAwaited) return false;
        _recovery.EndGrace();
        _graceDeadline = MonotonicTime.Never;
        return true;
    }

    /// <summary>Nobody has come back: the slate stands in, and readers stay. False where there is none. Under the lock.</summary>
    public bool TryShowSlate(MonotonicTime now)
    {
        if (_slate.Clip is not { } clip) return false;
        Publication publication = new(_stream, this, _inputs.SlateInput, null, [Announce(clip)]);
        _inputs.Begin(_inputs.SlateInput, publication);
        if (!Switch(publication, now)) return true;
        _slate.Show(clip, publication);
        SlateLog.Shown(_logger, _stream.Name);
        return true;
    }

    /// <summary>True where who comes before there is any media sees the slate in the end.</summary>
    public bool CanSlateComeFirst => _slate.CanComeFirst(_stream.Options);

    /// <summary>True while a slate is about to be shown to who came before there was any media. Under the lock.</summary>
    public bool IsSlateComing => _slate.IsComing;

    /// <summary>True while one is that he need not wait for any longer. Under the lock.</summary>
    public bool IsSlateDue => _slate.IsDue(Now);

    /// <summary>True while nothing feeds the stream and nothing has.</summary>
    private bool IsBlank => _inputs.Active is null && Slots.Tracks.IsEmpty;

    /// <summary>Somebody comes, perhaps before there was any media: he shall see the slate when he has waited in vain. Under the lock.</summary>
    public void AwaitFirstSlate(TimeSpan patience)
    {
        if (IsBlank) _slate.AwaitFirst(_stream.Options, patience);
    }

    /// <summary>Who came before there was any media, and has waited for it in vain, sees the slate, as long as somebody does. Under the lock.</summary>
    public void FollowFirstSlate(MonotonicTime now, bool isWanted)
    {
        if (!isWanted && _slate.IsFirst) ClearOutputs();
        else if (!isWanted || !IsBlank) _slate.ForgetFirst();
        else
        {
            _slate.PrepareFirst(_stream.Options, now);
            if (_inputs.IsPaused || !_slate.IsDue(now) || _slate.Clip is not { } clip) return;
            Slots.TryAssign([Announce(clip), StreamSlate.UsualSound]);
            TryShowSlate(now);
        }
    }

    /// <summary>Nothing comes any more, and nobody reads: gives back what is held. Under the lock.</summary>
    public void Close(SessionEndReason reason, string? fault)
    {
        if (reason == SessionEndReason.Closed)
        {
            _graceDeadline = MonotonicTime.Never;
            _recovery.Rest();
        }

        ClearOutputs();
        SetState(StreamState.Inactive, fault);
        _events.OnClosed(reason, Slots.Bytes);
    }

    /// <summary>Whatever happens meanwhile: a stream that is paused is so. Under the lock.</summary>
    public void SetState(StreamState state, string? fault = null)
    {
        if (!_inputs.IsPaused || state == StreamState.Paused) _standing.Set(state, fault);
    }

    /// <summary>A publication feeds the stream from now on; false when its tracks find no place.</summary>
    private bool Switch(Publication publication, MonotonicTime now)
    {
        // What stood in for unknown media is nobody's: what comes begins as it is.
        if (_slate.IsFirst && !_stream.HasReaders) ClearOutputs();
        if (Slots.TryAssign(publication.Announced) is not { } slots) return false;
        InputTimeline timeline = _timeline.BeginInput(TrackSlots.Inputs(publication.Announced, slots), now, _clock.GetUtcNow().UtcDateTime);
        publication.Feed(timeline, slots, Slots.Fill(slots, timeline, publication.Memory));
        if (!publication.Input.IsSlate) _slate.Hide();
        Publication? before = _inputs.Switch(publication, now);
        if (_inputs.All.Length > 1)
        {
            StreamLog.InputSwitched(_logger, _stream.Name, publication.Input.Label, publication.Input.Priority, before?.Input.Label ?? "none");
            _events.OnSwitch(publication.Input);
        }

        _graceDeadline = MonotonicTime.Never;
        UpdateTracks();
        return true;
    }

    private static AnnouncedTrack Announce(SlateClip clip) => new(clip.Format.Codec, clip.Format, clip.ParameterSets, clip.Format.ClockRate, TimestampBits: 64);

    private void ClearOutputs()
    {
        _inputs.EndSlate(Now);
        _slate.Hide();
        _stream.Branches.Clear();
        _stream.Ring.Clear();
        Slots.Clear();
        _ready.Reset();
    }

    private void FollowRecovery() =>
        _recovery.Follow(_inputs, _standing.State == StreamState.Active && !Slots.AwaitRandomAccess(_inputs.Active?.Slots ?? []));

    private void UpdateTracks()
    {
        Slots.Update();
        _stream.Branches.OnTracksChanged(Slots.Tracks);
        _events.OnTracks(Slots.Tracks);
        if (_inputs.Active is { } publication && Slots.AreKnown(publication.Slots)) _ready.Set();
    }

    private void BeginMedia(MonotonicTime arrival)
    {
        SetState(StreamState.Active);
        _events.OnMedia(_inputs.Active!, Slots.Bytes);
        _ready.BeginMedia(arrival);
    }
}
