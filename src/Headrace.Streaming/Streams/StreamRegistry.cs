using System.Collections.Concurrent;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Streams;

/// <summary>All streams by name. A name that is not configured comes with its publisher and goes with the end of his grace. Thread-safe.</summary>
public sealed class StreamRegistry(StreamRegistryOptions options, TimeProvider clock, ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<string, LiveStream> _streams = new(StringComparer.Ordinal);
    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Streams");
    private readonly Lock _creating = new();

    /// <summary>Who pays for the bytes of all streams.</summary>
    public MemoryAccount Memory { get; } = new("streams", options.MaxMemory);

    /// <summary>Number of streams.</summary>
    public int Count => _streams.Count;

    /// <summary>All streams by name.</summary>
    public IReadOnlyList<LiveStream> All => [.. _streams.Values.OrderBy(stream => stream.Name, StringComparer.Ordinal)];

    /// <summary>A stream, or null.</summary>
    public LiveStream? Find(string name) => _streams.GetValueOrDefault(name);

    /// <summary>Adds a stream that the configuration names.</summary>
    public LiveStream Configure(string name, StreamOptions streamOptions) =>
        _streams.GetOrAdd(name, key => Create(key, streamOptions with { IsConfigured = true }));

    /// <summary>Takes a publisher in under a name; the stream comes into being if need be.</summary>
    public PublishRefusal TryPublish(string name, IReadOnlyList<AnnouncedTrack> tracks, Session? session, out Publication? publication)
    {
        publication = null;
        lock (_creating)
        {
            bool isNew = !_streams.TryGetValue(name, out LiveStream? stream);
            if (stream is null)
            {
                if (options.MaxStreams > 0 && _streams.Count >= options.MaxStreams) return PublishRefusal.TooManyStreams;
                _streams[name] = stream = Create(name, options.Defaults);
            }

            PublishRefusal refusal = stream.TryPublish(tracks, session, out publication);
            if (refusal != PublishRefusal.None && isNew) _streams.TryRemove(name, out _);
            return refusal;
        }
    }

    /// <summary>Does what is due in every stream; called some times a second.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        foreach (LiveStream stream in _streams.Values)
        {
            lock (_creating)
            {
                if (stream.HandleTimeout(now)) _streams.TryRemove(stream.Name, out _);
            }
        }
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

    private LiveStream Create(string name, StreamOptions streamOptions) => new(name, streamOptions, Memory, clock, _logger);
}
