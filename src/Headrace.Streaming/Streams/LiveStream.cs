using System.Collections.Immutable;
using System.Globalization;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Rings;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Events;
using Headrace.Streaming.Figures;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Frames;
using Headrace.Streaming.Inputs;
using Headrace.Streaming.Limits;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Slates;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Streams;

/// <summary>
/// A path: the durable session between whoever publishes and whoever reads. A publisher's call passes the timeline, the checks, the
/// ring and the running branches under the stream's lock, and wakes those who send. Readers never hold that lock.
/// </summary>
public sealed class LiveStream
{
    /// <summary>Greatest number of tracks of one publisher.</summary>
    public const int MaxTracks = 16;

    /// <summary>Greatest number of tracks that a stream has in its life: their ids stay below it.</summary>
    public const int MaxSlots = 32;

    /// <summary>How long, from its first media on, a stream waits for tracks that were announced without a format.</summary>
    public static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly PathTimeline _timeline;
    private readonly TrackSlots _slots = new();
    private readonly UnitIntake _intake;
    private readonly IngestValve _valve;
    private readonly InputSet _inputs;
    private readonly ReaderAdmission _admission;
    private readonly StreamReaders _readers;
    private readonly StreamEvents _events;
    private readonly StreamStanding _standing;
    private readonly RecoveryRecord _recovery;
    private readonly StreamSlate _slate;
    private readonly ReadySignal _ready = new();
    private MonotonicTime _graceDeadline = MonotonicTime.Never;
    private bool _isRemoved;
    private volatile StreamOptions _options;

    /// <summary>A stream that nobody publishes yet.</summary>
    public LiveStream(string name, StreamOptions options, MemoryBudget budget, LimitReports limits, EventHub events, TimeProvider clock, ILogger logger, SlateLibrary? slates = null)
    {
        Name = name;
        _slate = new StreamSlate(slates, clock);
        _options = options;
        _clock = clock;
        _logger = logger;
        Memory = new MemoryAccount(name, options.MaxMemory, budget.Account);
        Pressure = new StreamPressure(name, Memory, budget, options);
        _valve = new IngestValve(Pressure);
        _admission = new ReaderAdmission(name, Pressure, Bandwidth, limits, clock);
        _timeline = new PathTimeline(MonotonicTime.Now(clock), clock.GetUtcNow().UtcDateTime);
        Ring = new BroadcastRing<AccessUnit>(PressureBounds.Units(options, PressureLevel.Normal, options.MaxMemory));
        AdoptTime(options);
        _inputs = new InputSet(clock);
        _inputs.Adopt(options);
        Branches = new BranchSet(_gate, Ring, () => _slots.Tracks, clock, (key, fault) => StreamLog.BranchFailed(logger, fault, name, key.Kind));
        _events = new StreamEvents(name, events, clock);
        _standing = new StreamStanding(name, _events, clock, logger);
        _readers = new StreamReaders(name, events, clock);
        Supply = new StreamSupply(this, _gate, _inputs, _standing, _readers, clock);
        _recovery = new RecoveryRecord(clock);
        Delays = new StreamDelays(clock);
        _intake = new UnitIntake(name, _slots, _valve, Bandwidth, Ring, Branches, _events, UpdateTracks, logger);
    }

    /// <summary>The stream's name, a path without leading slash.</summary>
    public string Name { get; }

    /// <summary>What the user wrote; replaced whole by <see cref="Adopt"/>.</summary>
    public StreamOptions Options => _options;

    internal ILogger Logger => _logger;

    /// <summary>Who pays for its bytes.</summary>
    public MemoryAccount Memory { get; }

    /// <summary>What it may send.</summary>
    public StreamBandwidth Bandwidth { get; } = new();

    /// <summary>How short that memory is.</summary>
    public StreamPressure Pressure { get; }

    /// <summary>The last units, from a few key frames back.</summary>
    public BroadcastRing<AccessUnit> Ring { get; }

    /// <summary>What is derived from the units for readers.</summary>
    public BranchSet Branches { get; }

    /// <summary>Its sources of its own: what those who run them ask and tell.</summary>
    public StreamSupply Supply { get; }

    /// <summary>Where it is sent of our own accord.</summary>
    public StreamForwards Forwards { get; } = new();

    /// <summary>How long its media takes to viewers; told by those who send it.</summary>
    public StreamDelays Delays { get; }

    /// <summary>What viewers rely on over branches and publishers, for outputs that keep such state: each output's own object by its kind.</summary>
    public PathMemory PathMemory { get; } = new();

    /// <summary>The tracks whose format is known, by id.</summary>
    public ImmutableArray<Track> Tracks => _slots.Tracks;

    /// <summary>Path time in UTC.</summary>
    public ClockMapping Clock => _timeline.ClockMapping;

    /// <summary>What the timeline met.</summary>
    public TimelineCounters TimelineCounters
    {
        get
        {
            lock (_gate) return _timeline.Counters;
        }
    }

    /// <summary>How the tracks of who publishes are in time with each other; empty while nobody does.</summary>
    public ImmutableArray<TrackSync> Sync()
    {
        lock (_gate) return _inputs.Active?.Timeline?.SyncAt(MonotonicTime.Now(_clock)) ?? [];
    }

    /// <summary>True while somebody publishes.</summary>
    public bool HasPublisher
    {
        get
        {
            lock (_gate) return _inputs.HasPublication;
        }
    }

    /// <summary>True where the stream has sources of its own.</summary>
    public bool HasOwnSource => _inputs.HasOwn;

    /// <summary>True while it has media, or somebody publishes who is about to send some.</summary>
    public bool IsFed
    {
        get
        {
            lock (_gate) return _inputs.HasPublication || !_slots.Tracks.IsEmpty;
        }
    }

    /// <summary>True where viewers wait for it also while nobody publishes and no source is about to.</summary>
    internal bool IsWaitedFor => Options is { WaitForStream.Ticks: > 0 } and ({ IsConfigured: true } or { ComesForReaders: true }) && !IsRemoved;

    /// <summary>What can be seen of it without waiting for whoever is at work in it: it may have changed by the time that it is told.</summary>
    public StreamGlance Glance => new(
        IsTaken: Options.IsPulled || (!Options.OverridePublisher && _inputs.HasPublication),
        CanBeRead: IsWaitedFor || _inputs.HasPublication || !_slots.Tracks.IsEmpty || (_inputs.HasOwn && (_standing.State == StreamState.Connecting || (_inputs.IsOnDemand && _standing.State == StreamState.Inactive))),
        HasOwnSource: _inputs.HasOwn,
        IsFull: Options.MaxReaders > 0 && _readers.Count >= Options.MaxReaders);

    /// <summary>Completes when the stream can be described: all announced tracks have a format, or the time for that is over.</summary>
    public Task Ready => _ready.Task;

    /// <summary>
    /// Reads the units within the process, from the newest join point held on: for applications that work on frames. A unit is valid until the next one is asked for, unless it is
    /// retained. A reader who falls behind by more than <see cref="StreamOptions.MaxLag"/> goes on at a key frame, which numbers that are missing tell. It ends when the stream is
    /// removed; sources on demand run while it waits.
    /// </summary>
    public IAsyncEnumerable<AccessUnit> ReadUnitsAsync(CancellationToken cancellation = default) => UnitReading.ReadAsync(this, cancellation);

    /// <summary>
    /// Takes a publisher in, as the input that its session names, else as who publishes unasked. One that is there already is replaced, if the options allow it.
    /// </summary>
    public PublishRefusal TryPublish(IReadOnlyList<AnnouncedTrack> announced, Session? session, out Publication? publication)
    {
        publication = null;
        if (announced.Count == 0) return PublishRefusal.NoUsableTracks;
        if (announced.Count > MaxTracks) return PublishRefusal.TooManyTracks;
        Publication? replaced;
        lock (_gate)
        {
            if (_isRemoved || _inputs.Find(session?.Input) is not { } input) return PublishRefusal.Taken;
            replaced = input.Publication;
            if (session?.Input is null) _standing.OnAttempt();
            if (session?.Input is null && (Options.IsPulled || (replaced is not null && !(Options.OverridePublisher && session?.TakesOver != false)))) return PublishRefusal.Taken;
            if (!_slots.CanAssign(announced)) return PublishRefusal.TooManyTracks;
            MonotonicTime now = MonotonicTime.Now(_clock);
            if (replaced is not null) _inputs.End(replaced, now);
            publication = new Publication(this, input, session, announced);
            if (_inputs.Begin(input, publication)) Switch(publication, now);
            _graceDeadline = MonotonicTime.Never;
            if (_inputs.Active is null || _inputs.Active == publication) SetState(StreamState.Connecting);
        }

        if (replaced?.Session is { EndReason: null } before && session?.Input is null) StreamLog.Overridden(Logger, Name, session?.Remote, before.Remote);
        // Who publishes may hold locks of his own.
        replaced?.Session?.EndSoon(SessionEndReason.Overridden);
        return PublishRefusal.None;
    }

    /// <summary>Counts a reader in, or says why not.</summary>
    public ReaderRefusal TryAddReader(Session reader)
    {
        lock (_gate)
        {
            if (_isRemoved) return ReaderRefusal.StreamEnded;
            ReaderRefusal refusal = _admission.RefusalOf(reader, Options, _readers.Count);
            if (refusal == ReaderRefusal.None) _readers.Add(reader);
            return refusal;
        }
    }

    /// <summary>Bytes sent to readers and targets, those that left included.</summary>
    public long BytesSent
    {
        get
        {
            long forwarded = Forwards.BytesSent;
            lock (_gate) return _readers.BytesSent + forwarded;
        }
    }

    /// <summary>Counts a reader out.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="reason">Why, where the session has not said so itself.</param>
    public void RemoveReader(Session reader, SessionEndReason reason)
    {
        lock (_gate) _readers.Remove(reader, reason);
    }

    /// <summary>Counts bytes of media that were sent to nobody in particular: pieces that all viewers share.</summary>
    public void CountSent(long bytes) => _readers.CountSent(bytes);

    /// <summary>Goes on with other options, for which <see cref="StreamOptions.CanBecome"/> holds. Who is there stays, also beyond a new limit.</summary>
    public void Adopt(StreamOptions options)
    {
        lock (_gate)
        {
            _options = options;
            _inputs.Adopt(options);
            AdoptTime(options);
            Memory.Limit = options.MaxMemory;
            Pressure.Follow(options);
            Bound();
        }
    }

    /// <summary>Sets a level of pressure that counts whatever memory is used; normal takes it back.</summary>
    public void SetPressure(PressureLevel level)
    {
        lock (_gate)
        {
            Pressure.Set(level);
            FollowPressure(MonotonicTime.Now(_clock));
        }
    }

    /// <summary>What was not taken in because memory was short.</summary>
    public PressureDrops PressureDrops
    {
        get
        {
            lock (_gate) return Pressure.Drops;
        }
    }

    /// <summary>Drops the rest of the group of pictures that comes in; the next one is whole.</summary>
    public void DropGop()
    {
        lock (_gate) _valve.EndGop(_slots);
    }

    /// <summary>What the stream says of itself.</summary>
    public StreamSnapshot Snapshot()
    {
        // What is asked of each viewer is asked without the lock: there may be many.
        IReadOnlyCollection<Session> sessions;
        lock (_gate) sessions = _readers.All;
        ViewerFigures viewers = ViewerFigures.Of(sessions);
        ImmutableArray<DelayCounts> delays = Delays.Read();
        ImmutableArray<ForwardSnapshot> forwards = Forwards.Snapshot();
        long forwarded = Forwards.BytesSent;
        lock (_gate)
        {
            return new StreamSnapshot(
                Name, _standing.State, _standing.Since, _standing.LastError, Options.IsConfigured, _inputs.Active?.Session?.Id, _readers.Count, Branches.Count,
                _slots.Bytes, _readers.BytesSent + forwarded, Memory.Used, RingFigures.Of(Ring), _slots.Snapshot(), [.. _inputs.All.Select(input => input.Snapshot())],
                _standing.Stability, _recovery.Snapshot(), viewers, delays) { Forwards = forwards };
        }
    }

    /// <summary>Does what is due: the ready time-out, the end of the grace, idle branches.</summary>
    /// <returns>True when the stream is over and can be forgotten.</returns>
    public bool HandleTimeout(MonotonicTime now)
    {
        if (IsGraceOver(now)) EndGrace();
        return _isRemoved;
    }

    /// <summary>Does what is due but for the end of the grace; true when <see cref="EndGrace"/> is to be called.</summary>
    internal bool IsGraceOver(MonotonicTime now)
    {
        lock (_gate)
        {
            FollowPressure(now);
            Branches.HandleTimeout(now);
            _events.HandleTimeout(now);
            _inputs.HandleTimeout(now);
            _ready.HandleTimeout(now, !_slots.Tracks.IsEmpty);
            FollowRecovery();
            _isRemoved |= IsOver(now);
            if (now < _graceDeadline || _slate.IsAwaited) return false;
            _recovery.EndGrace();
            _graceDeadline = MonotonicTime.Never;
            _standing.LastError = string.Create(CultureInfo.InvariantCulture, $"the publisher did not come back within {Options.PublisherGrace.TotalSeconds} s");
            _isRemoved = !Options.IsConfigured;
            if (_slate.Clip is { } clip)
            {
                ShowSlate(clip, now);
                return false;
            }

            return true;
        }
    }

    /// <summary>True for a stream that is over: it takes nobody in and can be forgotten.</summary>
    internal bool IsRemoved => Volatile.Read(ref _isRemoved);

    /// <summary>The publisher stayed away: lets the readers go, without locks.</summary>
    internal void EndGrace()
    {
        StreamLog.PublisherStayedAway(_logger, Name);
        EndReaders(SessionEndReason.PublisherGone);
        lock (_gate)
        {
            if (!_inputs.HasPublication) CloseOutputs(SessionEndReason.PublisherGone, _standing.LastError);
        }
    }

    /// <summary>True while no media is taken in.</summary>
    public bool IsPaused => _inputs.IsPaused;

    /// <summary>Takes no media in until <see cref="Resume"/>: who publishes and who reads stays. It is not kept over a restart.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            if (_inputs.IsPaused) return;
            _inputs.IsPaused = true;
            _inputs.Release(MonotonicTime.Now(_clock));
            _graceDeadline = MonotonicTime.Never;
            SetState(StreamState.Paused);
            Branches.OnPublisherAway();
        }
    }

    /// <summary>Takes media in again, from the next random access point on. A publisher that left meanwhile has his grace from now.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            if (!_inputs.IsPaused) return;
            _inputs.IsPaused = false;
            SetState(_inputs.HasPublication ? StreamState.Connecting : StreamState.Inactive);
            if (!_inputs.HasPublication) _graceDeadline = MonotonicTime.Now(_clock) + Options.PublisherGrace;
        }
    }

    /// <summary>Asks for media, before a reader waits for <see cref="Ready"/>. False when there is none and none is about to come.</summary>
    public bool TryWake()
    {
        Supply.Ask();
        lock (_gate)
        {
            if (_isRemoved) return false;
            if (_inputs.HasPublication || !_slots.Tracks.IsEmpty) return true;
            return _inputs.HasOwn && (_standing.State == StreamState.Connecting || (_inputs.IsOnDemand && _standing.State == StreamState.Inactive));
        }
    }

    /// <summary>Ends everything: who publishes, the readers, the branches; all buffers go back.</summary>
    public void Remove(SessionEndReason reason)
    {
        IReadOnlyList<Publication> publications;
        lock (_gate)
        {
            publications = _inputs.EndAll(MonotonicTime.Now(_clock));
            _isRemoved = true;
        }

        foreach (Publication publication in publications) publication.Session?.End(reason);
        EndReaders(reason);
        lock (_gate) CloseOutputs(reason);
    }

    internal void Publish(Publication publication, int track, in InputTimestamps time, MonotonicTime arrival, in AssembledUnit unit)
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
            FollowPressure(arrival);
            _intake.Take(publication, track, time, arrival, unit);
            FollowRecovery();
        }
    }

    internal void ObserveSenderReport(Publication publication, int track, in Publication.HeldReport report)
    {
        lock (_gate) publication.Hold(track, report, publication == _inputs.Active);
    }

    internal void ReportTransport(Publication publication, int track, in TransportFigures figures)
    {
        lock (_gate)
        {
            if (publication == _inputs.Active) _slots[publication.Slots[track]].Transport = figures;
        }
    }

    internal void EndPublication(Publication publication)
    {
        lock (_gate)
        {
            MonotonicTime now = MonotonicTime.Now(_clock);
            bool wasActive = _inputs.End(publication, now);
            if (wasActive) Branches.OnPublisherAway();
            if (_inputs.HasPublication && wasActive) SetState(StreamState.Connecting);
            if (_isRemoved || _inputs.HasPublication || _inputs.IsPaused || (!wasActive && _standing.State != StreamState.Connecting)) return;
            _graceDeadline = now + Options.PublisherGrace;
            _slate.Prepare(_slots.Tracks, Options);
            SetState(StreamState.Inactive);
            FollowRecovery();
        }
    }

    /// <summary>True for a stream that came for its readers, when they and its sources are at rest.</summary>
    private bool IsOver(MonotonicTime now) =>
        Options.ComesForReaders && _standing.State == StreamState.Inactive && !_inputs.HasPublication && _readers.Count == 0 && _graceDeadline == MonotonicTime.Never && !Supply.IsAsked(now);

    private void AdoptTime(StreamOptions options)
    {
        _timeline.SyncThreshold = options.SyncThreshold.Ticks * TimeSpan.NanosecondsPerTick;
        _timeline.SoundOffset = options.SoundOffset.Ticks * TimeSpan.NanosecondsPerTick;
    }

    /// <summary>Holds as much as memory allows now.</summary>
    private void FollowPressure(MonotonicTime now)
    {
        if (Pressure.Update(now)) Bound();
    }

    private void Bound()
    {
        Ring.Limits = PressureBounds.Units(Options, Pressure.Level, Pressure.Bound);
        Ring.Trim();
        Branches.OnPressure();
    }

    /// <summary>A publication feeds the stream from now on; false when its tracks find no place.</summary>
    private bool Switch(Publication publication, MonotonicTime now)
    {
        if (_slots.TryAssign(publication.Announced) is not { } slots) return false;
        InputTimeline timeline = _timeline.BeginInput(TrackSlots.Inputs(publication.Announced, slots), now, _clock.GetUtcNow().UtcDateTime);
        publication.Feed(timeline, slots, _slots.Fill(slots, timeline, publication.Memory));
        if (!publication.Input.IsSlate) _slate.Hide();
        Publication? before = _inputs.Switch(publication, now);
        if (_inputs.All.Length > 1)
        {
            StreamLog.InputSwitched(_logger, Name, publication.Input.Label, publication.Input.Priority, before?.Input.Label ?? "none");
            _events.OnSwitch(publication.Input);
        }

        _graceDeadline = MonotonicTime.Never;
        UpdateTracks();
        return true;
    }

    /// <summary>Nobody has come back: the slate stands in, and readers stay.</summary>
    private void ShowSlate(SlateClip clip, MonotonicTime now)
    {
        AnnouncedTrack track = new(clip.Format.Codec, clip.Format, clip.ParameterSets, clip.Format.ClockRate, TimestampBits: 64);
        Publication publication = new(this, _inputs.SlateInput, null, [track]);
        _inputs.Begin(_inputs.SlateInput, publication);
        if (!Switch(publication, now)) return;
        _slate.Show(clip, publication);
        SlateLog.Shown(_logger, Name);
    }

    private void FollowRecovery() =>
        _recovery.Follow(_inputs, _standing.State == StreamState.Active && !_slots.AwaitRandomAccess(_inputs.Active?.Slots ?? []));

    private void UpdateTracks()
    {
        _slots.Update();
        Branches.OnTracksChanged(_slots.Tracks);
        _events.OnTracks(_slots.Tracks);
        if (_inputs.Active is { } publication && _slots.AreKnown(publication.Slots)) _ready.Set();
    }

    private void BeginMedia(MonotonicTime arrival)
    {
        SetState(StreamState.Active);
        _events.OnMedia(_inputs.Active!, _slots.Bytes);
        _ready.BeginMedia(arrival);
    }

    private void CloseOutputs(SessionEndReason reason, string? fault = null)
    {
        if (reason == SessionEndReason.Closed) _recovery.Rest();
        _inputs.EndSlate(MonotonicTime.Now(_clock));
        _slate.Hide();
        Branches.Clear();
        Ring.Clear();
        _slots.Clear();
        _ready.Reset();
        SetState(StreamState.Inactive, fault);
        _events.OnClosed(reason, _slots.Bytes);
        if (_isRemoved) Ring.Complete();
    }

    /// <summary>Before the outputs are closed: readers would take the end of what they read for the reason of theirs.</summary>
    private void EndReaders(SessionEndReason reason)
    {
        IReadOnlyCollection<Session> readers;
        lock (_gate) readers = _readers.RemoveAll(reason);
        foreach (Session reader in readers) reader.End(reason);
    }

    /// <summary>Nobody reads and nothing comes: closes what is open. Under the lock.</summary>
    internal void Rest()
    {
        _graceDeadline = MonotonicTime.Never;
        CloseOutputs(SessionEndReason.Closed);
    }

    /// <summary>Whatever happens meanwhile: a stream that is paused is so. Under the lock.</summary>
    internal void SetState(StreamState state, string? fault = null)
    {
        if (!_inputs.IsPaused || state == StreamState.Paused) _standing.Set(state, fault);
    }
}
