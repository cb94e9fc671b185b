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
using Headrace.Streaming.Supervision;
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
    private readonly InputSet _inputs;
    private readonly ReaderAdmission _admission;
    private readonly StreamReaders _readers;
    private readonly StreamEvents _events;
    private readonly StreamStanding _standing;
    private readonly StreamBounds _bounds;
    private readonly StreamFeed _feed;
    private bool _isRemoved;
    private volatile StreamOptions _options;

    /// <summary>A stream that nobody publishes yet.</summary>
    public LiveStream(string name, StreamOptions options, MemoryBudget budget, LimitReports limits, EventHub events, TimeProvider clock, ILogger logger, SlateLibrary? slates = null)
    {
        Name = name;
        _options = options;
        _clock = clock;
        _logger = logger;
        Memory = new MemoryAccount(name, options.MaxMemory, budget.Account);
        Pressure = new StreamPressure(name, Memory, budget, options);
        Ring = new BroadcastRing<AccessUnit>(PressureBounds.Units(options, PressureLevel.Normal, options.MaxMemory));
        TrackSlots slots = new();
        Branches = new BranchSet(_gate, Ring, () => slots.Tracks, clock, (key, fault) => StreamLog.BranchFailed(logger, fault, name, key.Kind));
        _admission = new ReaderAdmission(name, Pressure, Bandwidth, limits, clock);
        _inputs = new InputSet(clock);
        _events = new StreamEvents(name, events, clock);
        _standing = new StreamStanding(name, _events, clock, logger);
        _readers = new StreamReaders(name, events, clock);
        _bounds = new StreamBounds(Pressure, Memory, Ring, Branches);
        _feed = new StreamFeed(this, _gate, slots, _inputs, _standing, _events, _bounds, new StreamSlate(slates, clock), clock, logger);
        Supply = new StreamSupply(this, _gate, _inputs, _standing, _readers, clock);
        Delays = new StreamDelays(clock);
        _feed.Adopt(options);
        _bounds.Adopt(options);
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
    public ImmutableArray<Track> Tracks => _feed.Slots.Tracks;

    /// <summary>Path time in UTC.</summary>
    public ClockMapping Clock => _feed.Clock;

    /// <summary>What the timeline met.</summary>
    public TimelineCounters TimelineCounters
    {
        get
        {
            lock (_gate) return _feed.TimelineCounters;
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
    internal bool IsFed
    {
        get
        {
            lock (_gate) return _feed.HasMedia;
        }
    }

    /// <summary>True where viewers wait for it also while nobody publishes and no source is about to.</summary>
    internal bool IsWaitedFor => Options is { WaitForStream.Ticks: > 0 } and ({ IsConfigured: true } or { ComesForReaders: true }) && !IsRemoved;

    /// <summary>True while somebody reads. Under the lock.</summary>
    internal bool HasReaders => _readers.Count > 0;

    /// <summary>True while a slate is about to be shown to who came before there was any media.</summary>
    internal bool IsSlateComing
    {
        get
        {
            lock (_gate) return _feed.IsSlateComing;
        }
    }

    /// <summary>True while one is that he need not wait for any longer.</summary>
    internal bool IsSlateDue
    {
        get
        {
            lock (_gate) return _feed.IsSlateDue;
        }
    }

    /// <summary>What can be seen of it without waiting for whoever is at work in it: it may have changed by the time that it is told.</summary>
    internal StreamGlance Glance => new(
        IsTaken: Options.IsPulled || (!Options.OverridePublisher && _inputs.HasPublication),
        CanBeRead: IsWaitedFor || _feed.CanSlateComeFirst || _feed.HasMedia || IsSourceComing,
        HasOwnSource: _inputs.HasOwn,
        IsFull: Options.MaxReaders > 0 && _readers.Count >= Options.MaxReaders);

    /// <summary>True where a source of its own is about to bring media, or does so when somebody reads.</summary>
    private bool IsSourceComing => _inputs.HasOwn && (_standing.State == StreamState.Connecting || (_inputs.IsOnDemand && _standing.State == StreamState.Inactive));

    /// <summary>Completes when the stream can be described: all announced tracks have a format, or the time for that is over.</summary>
    public Task Ready => _feed.Ready;

    /// <summary>
    /// Reads the units within the process, from the newest join point held on: for applications that work on frames. A unit is valid until the next one is asked for, unless it is
    /// retained. A reader who falls behind by more than <see cref="StreamOptions.MaxLag"/> goes on at a key frame, which numbers that are missing tell. It ends when the stream is
    /// removed; sources on demand run while it waits.
    /// </summary>
    public IAsyncEnumerable<AccessUnit> ReadUnitsAsync(CancellationToken cancellation = default) => UnitReading.ReadAsync(this, cancellation);

    /// <summary>
    /// Takes a publisher in, as the input that its session names, else as who publishes unasked. One that is there already is replaced, if the options allow it.
    /// </summary>
    public PublishRefusal TryPublish(IReadOnlyList<AnnouncedTrack> announced, Session? session, out Publication? publication) => _feed.TryPublish(announced, session, out publication);

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
            _feed.Adopt(options);
            _bounds.Adopt(options);
        }
    }

    /// <summary>Sets a level of pressure that counts whatever memory is used; normal takes it back.</summary>
    public void SetPressure(PressureLevel level)
    {
        lock (_gate)
        {
            Pressure.Set(level);
            _bounds.Follow(MonotonicTime.Now(_clock));
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
        lock (_gate) _feed.DropGop();
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
                _feed.Slots.Bytes, _readers.BytesSent + forwarded, Memory.Used, RingFigures.Of(Ring), _feed.Slots.Snapshot(), [.. _inputs.All.Select(input => input.Snapshot())],
                _standing.Stability, _feed.Recovery, viewers, delays) { Forwards = forwards, LastErrorCause = _standing.LastErrorCause };
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
            _bounds.Follow(now);
            Branches.HandleTimeout(now);
            _events.HandleTimeout(now);
            _feed.HandleTimeout(now);
            _feed.FollowFirstSlate(now, _readers.Count > 0 || Supply.IsAsked(now));
            _isRemoved |= IsOver(now);
            if (!_feed.TryEndGrace(now)) return false;
            _standing.Fail(string.Create(CultureInfo.InvariantCulture, $"the publisher did not come back within {Options.PublisherGrace.TotalSeconds} s"), SourceCause.PublisherGone);
            _isRemoved = !Options.IsConfigured;
            return !_feed.TryShowSlate(now);
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
    public void Pause() => _feed.Pause();

    /// <summary>Takes media in again, from the next random access point on. A publisher that left meanwhile has his grace from now.</summary>
    public void Resume() => _feed.Resume();

    /// <summary>Asks for media, before a reader waits for <see cref="Ready"/>. False when there is none and none is about to come.</summary>
    public bool TryWake()
    {
        Supply.Ask();
        lock (_gate)
        {
            if (_isRemoved) return false;
            _feed.AwaitFirstSlate(Supply.PatienceOf(Options));
            return _feed.HasMedia || IsSourceComing;
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

    /// <summary>True for a stream that came for its readers, when they and its sources are at rest.</summary>
    private bool IsOver(MonotonicTime now) =>
        Options.ComesForReaders && _standing.State == StreamState.Inactive && !_inputs.HasPublication && _readers.Count == 0 && _feed.IsAtRest && !Supply.IsAsked(now);

    private void CloseOutputs(SessionEndReason reason, string? fault = null)
    {
        _feed.Close(reason, fault);
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
    internal void Rest() => CloseOutputs(SessionEndReason.Closed);

    /// <summary>Whatever happens meanwhile: a stream that is paused is so. Under the lock.</summary>
    internal void SetState(StreamState state, string? fault = null) => _feed.SetState(state, fault);
}
