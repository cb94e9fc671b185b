using System.Collections.Concurrent;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Events;
using Headrace.Streaming.Limits;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Slates;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Streams;

/// <summary>All streams by name. A name that is not configured comes with its publisher and goes with the end of his grace. Thread-safe.</summary>
public sealed class StreamRegistry
{
    private readonly ConcurrentDictionary<string, LiveStream> _streams = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _creating = new();
    private readonly BandwidthShares _bandwidth;
    private StreamRegistryOptions _options;

    /// <summary>A registry without streams.</summary>
    public StreamRegistry(StreamRegistryOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        _options = options;
        _clock = clock;
        _logger = loggers.CreateLogger("Headrace.Streams");
        Events = new EventHub(clock);
        Limits = new LimitReports(Events, clock, loggers.CreateLogger("Headrace.Limits"));
        _bandwidth = new BandwidthShares(Limits);
        Budget = new MemoryBudget(options.MaxMemory, Events, clock, loggers.CreateLogger("Headrace.Pressure")) { Thresholds = options.Defaults.Backpressure };
    }

    /// <summary>What all streams may hold together.</summary>
    public MemoryBudget Budget { get; }

    /// <summary>Where it is told that a limit was reached.</summary>
    public LimitReports Limits { get; }

    /// <summary>Who pays for the bytes of all streams.</summary>
    public MemoryAccount Memory => Budget.Account;

    /// <summary>What happens to streams and to the server that has them.</summary>
    public EventHub Events { get; }

    /// <summary>What streams show that have no signal; null where viewers are let go then.</summary>
    public SlateLibrary? Slates { get; init; }

    /// <summary>Number of streams.</summary>
    public int Count => _streams.Count;

    /// <summary>All streams by name.</summary>
    public IReadOnlyList<LiveStream> All => [.. _streams.Values.OrderBy(stream => stream.Name, StringComparer.Ordinal)];

    /// <summary>Told of a stream that came for a reader, so that its sources begin. Called under a lock: it must not wait.</summary>
    public Action<LiveStream>? CameForReader { get; set; }

    /// <summary>A stream, or null.</summary>
    public LiveStream? Find(string name) => _streams.GetValueOrDefault(name);

    /// <summary>A stream for somebody who is about to read it, and may; one that comes for its readers (<see cref="StreamOptions.ComesForReaders"/>) comes into being. Null where there is none.</summary>
    public LiveStream? FindForReader(string name)
    {
        if (_streams.TryGetValue(name, out LiveStream? stream)) return stream;
        if (_options.Patterns?.Invoke(name) is not { ComesForReaders: true } own) return null;
        lock (_creating)
        {
            if (_streams.TryGetValue(name, out stream)) return stream;
            if (RefusalOfNew(name) != PublishRefusal.None) return null;
            _streams[name] = stream = Create(name, own);
            stream.TryWake();
            CameForReader?.Invoke(stream);
            return stream;
        }
    }

    /// <summary>What can be seen of a stream without waiting for anybody; one that would come for its readers looks as if it were there.</summary>
    public StreamGlance GlanceAt(string name) => Find(name)?.Glance
        ?? (_options.Patterns?.Invoke(name) is { ComesForReaders: true } ? new StreamGlance(IsTaken: true, CanBeRead: true, HasOwnSource: true, IsFull: false) : default);

    /// <summary>Adds a stream that the configuration names.</summary>
    public LiveStream Configure(string name, StreamOptions streamOptions) =>
        _streams.GetOrAdd(name, key => Create(key, streamOptions with { IsConfigured = true }));

    /// <summary>
    /// Brings the streams to what the configuration says now. A stream that it says the same of is not touched; one that can go on with what is new goes on
    /// (<see cref="StreamOptions.CanBecome"/>); another one begins anew, and its sessions end with <see cref="SessionEndReason.StreamRemoved"/>.
    /// </summary>
    /// <param name="options">Bounds, and options of streams that are not named.</param>
    /// <param name="named">The options of those that are.</param>
    /// <returns>What was done, by name; streams that are not in it were not touched.</returns>
    public IReadOnlyDictionary<string, StreamChange> Configure(StreamRegistryOptions options, IReadOnlyDictionary<string, StreamOptions> named)
    {
        SortedDictionary<string, StreamChange> changes = new(StringComparer.Ordinal);
        List<LiveStream> removed = [];
        lock (_creating)
        {
            _options = options;
            Memory.Limit = options.MaxMemory;
            Budget.Thresholds = options.Defaults.Backpressure;
            foreach (LiveStream stream in _streams.Values)
            {
                StreamOptions? next = named.TryGetValue(stream.Name, out StreamOptions? own) ? own with { IsConfigured = true }
                    : stream.Options.IsConfigured ? null : options.OptionsOf(stream.Name);
                if (stream.Options.ComesForReaders && next is { ComesForReaders: false, IsConfigured: false }) next = null;
                if (Change(stream, next, removed) is { } change) changes[stream.Name] = change;
            }

            foreach ((string name, StreamOptions own) in named)
            {
                if (_streams.ContainsKey(name)) continue;
                _streams[name] = Create(name, own with { IsConfigured = true });
                changes[name] = StreamChange.Added;
            }
        }

        foreach (LiveStream stream in removed) stream.Remove(SessionEndReason.StreamRemoved);
        return changes;
    }

    /// <summary>Takes a publisher in under a name; the stream comes into being if need be.</summary>
    public PublishRefusal TryPublish(string name, IReadOnlyList<AnnouncedTrack> tracks, Session? session, out Publication? publication)
    {
        publication = null;
        lock (_creating)
        {
            bool isNew = !_streams.TryGetValue(name, out LiveStream? stream);
            if (stream is not { Memory.Used: > 0 } && RefusalOfMemory(name) is var full and not PublishRefusal.None) return full;
            if (stream is null)
            {
                if (RefusalOfNew(name) is var refused and not PublishRefusal.None) return refused;
                _streams[name] = stream = Create(name, _options.OptionsOf(name));
            }

            PublishRefusal refusal = stream.TryPublish(tracks, session, out publication);
            if (refusal != PublishRefusal.None && isNew) _streams.TryRemove(name, out _);
            return refusal;
        }
    }

    /// <summary>Does what is due in every stream; called some times a second.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        Budget.Update(now);
        int holders = 0;
        foreach (LiveStream stream in _streams.Values)
        {
            bool isOver;
            lock (_creating)
            {
                isOver = stream.IsGraceOver(now);
                if (stream.IsRemoved) _streams.TryRemove(new(stream.Name, stream));
            }

            if (isOver) stream.EndGrace();
            if (stream.Memory.Used > 0) holders++;
        }

        Budget.SetHolders(holders);
        _bandwidth.Update(_streams.Values, _options.MaxBandwidth, now);
    }

    /// <summary>Ends a stream that the configuration does not name; false when there is none.</summary>
    public bool TryRemove(string name, SessionEndReason reason)
    {
        LiveStream? stream;
        lock (_creating)
        {
            if (!_streams.TryGetValue(name, out stream) || stream.Options.IsConfigured) return false;
            _streams.TryRemove(name, out _);
        }

        stream.Remove(reason);
        return true;
    }

    /// <summary>Ends all streams.</summary>
    public void RemoveAll(SessionEndReason reason)
    {
        foreach (LiveStream stream in _streams.Values)
        {
            stream.Remove(reason);
            _streams.TryRemove(stream.Name, out _);
        }
    }

    /// <summary>Under the lock of creation; what is removed is ended without it, as sessions may hold locks of their own.</summary>
    private StreamChange? Change(LiveStream stream, StreamOptions? next, List<LiveStream> removed)
    {
        if (stream.Options == next) return null;
        if (next is not null && stream.Options.CanBecome(next))
        {
            stream.Adopt(next);
            return StreamChange.Adopted;
        }

        removed.Add(stream);
        _streams.TryRemove(stream.Name, out _);
        if (next is not { IsConfigured: true }) return StreamChange.Removed;
        _streams[stream.Name] = Create(stream.Name, next);
        return StreamChange.Restarted;
    }

    private PublishRefusal RefusalOfMemory(string name)
    {
        if (!Budget.RefusesStreams) return PublishRefusal.None;
        Budget.RefuseStream(name);
        return PublishRefusal.MemoryPressure;
    }

    private PublishRefusal RefusalOfNew(string name)
    {
        if (RefusalOfMemory(name) is var refused and not PublishRefusal.None) return refused;
        if (_options.MaxStreams == 0 || _streams.Count < _options.MaxStreams) return PublishRefusal.None;
        Limits.Tell(LimitKeys.Streams, _options.MaxStreams, name, $"the stream {name} was refused");
        return PublishRefusal.TooManyStreams;
    }

    private LiveStream Create(string name, StreamOptions streamOptions) => new(name, streamOptions, Budget, Limits, Events, _clock, _logger, Slates);
}
