using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Streaming.Frames;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Slates;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Endpoints.Hosting;

/// <summary>
/// The streams of an application of one's own, and what keeps them going: their sources, their time-outs, their end. In an application of ASP.NET Core
/// <see cref="HeadraceServices.AddHeadrace"/> makes one. Thread-safe.
/// </summary>
public sealed class StreamHost : IAsyncDisposable
{
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromMilliseconds(250);

    private readonly StreamHostOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILoggerFactory _loggers;
    private readonly ITimer _housekeeping;
    private readonly SlateLibrary? _slates;
    private readonly Lock _gate = new();
    private readonly List<(string Stream, SourceSupervisor Supervisor)> _sources = [];
    private bool _isStopped;

    /// <summary>A host without streams.</summary>
    public StreamHost(StreamHostOptions? options = null, TimeProvider? clock = null, ILoggerFactory? loggers = null)
    {
        _options = options ?? new StreamHostOptions();
        _clock = clock ?? TimeProvider.System;
        _loggers = loggers ?? NullLoggerFactory.Instance;
        if (_options.SlateDirectory.Length > 0) _slates = new SlateLibrary(_options.SlateDirectory, _clock, _loggers);
        Streams = new StreamRegistry(_options.Streams, _clock, _loggers) { Slates = _slates };
        Srt = new HostSrt(Streams, Sessions, _clock, _loggers);
        _housekeeping = _clock.CreateTimer(_ => Streams.HandleTimeout(MonotonicTime.Now(_clock)), null, HousekeepingInterval, HousekeepingInterval);
    }

    /// <summary>All streams.</summary>
    public StreamRegistry Streams { get; }

    /// <summary>Who publishes and views, the application's own publishers with them; each can be ended.</summary>
    public SessionRegistry Sessions { get; } = new();

    /// <summary>SRT, for sources.</summary>
    internal HostSrt Srt { get; }

    /// <summary>
    /// Has a stream fetched from elsewhere, for as long as the host lives: from a camera, another server, a playlist. It begins again whenever it ends. A second source of the same stream
    /// takes over while those before it have no media.
    /// </summary>
    /// <param name="name">The stream's name.</param>
    /// <param name="url">Where from: <c>rtsp</c>, <c>rtsps</c>, <c>rtmp</c>, <c>rtmps</c>, <c>srt</c>, <c>http</c> or <c>https</c>, with credentials if need be.</param>
    /// <param name="isOnDemand">True to fetch it only while somebody reads the stream.</param>
    /// <exception cref="ArgumentException">The name or the URL cannot be used; the message says why.</exception>
    /// <exception cref="NotSupportedException">It is SRT, and libsrt is not on this machine; the message says what to install.</exception>
    public LiveStream Pull(string name, string url, bool isOnDemand = false)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!SourceUrl.TryParse(url, out SourceUrl? source)) throw new ArgumentException("Not a URL that streams are fetched from: rtsp, rtsps, rtmp, rtmps, srt, http and https are.", nameof(url));
        return Pull(name, (host, label) => source.Open(host, name, label, _clock, _loggers), isOnDemand);
    }

    /// <summary>The same for any source: a file, one of the application's own.</summary>
    /// <param name="name">The stream's name.</param>
    /// <param name="create">Makes the source, given this host and which of the stream's inputs it is, by its label.</param>
    /// <param name="isOnDemand">True to run it only while somebody reads the stream.</param>
    public LiveStream Pull(string name, Func<StreamHost, string, IStreamSource> create, bool isOnDemand = false)
    {
        ArgumentNullException.ThrowIfNull(create);
        Check(name);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            int rank = _sources.Count(other => other.Stream == name);
            SourceSupervisorOptions how = new() { Label = rank == 0 ? "main" : $"source{rank + 1}", Priority = rank, IsOnDemand = isOnDemand };
            IStreamSource source = create(this, how.Label);
            LiveStream stream = Streams.Configure(name, _options.Streams.Defaults with { IsPulled = true });
            SourceSupervisor supervisor = new(source, stream, how, _clock, _loggers);
            _sources.Add((name, supervisor));
            supervisor.Start();
            return stream;
        }
    }

    /// <summary>Publishes frames of the application's own, of one track whose format they tell.</summary>
    /// <exception cref="ArgumentException">The name cannot be used.</exception>
    /// <exception cref="InvalidOperationException">The stream takes nobody in; the message says why.</exception>
    public FramePublisher Publish(string name, Codec codec) => Publish(name, [new FrameTrack(codec)]);

    /// <summary>Publishes frames of the application's own.</summary>
    /// <inheritdoc cref="Publish(string, Codec)"/>
    public FramePublisher Publish(string name, IReadOnlyList<FrameTrack> tracks)
    {
        Check(name);
        PublishRefusal refusal = FramePublisher.TryStart(Streams, Sessions, name, tracks, _clock, out FramePublisher? publisher);
        return publisher ?? throw new InvalidOperationException($"The stream {name} takes no publisher: {refusal}.");
    }

    /// <summary>Ends all: sources, who publishes, who reads. Idempotent.</summary>
    public async Task StopAsync()
    {
        SourceSupervisor[] sources;
        lock (_gate)
        {
            _isStopped = true;
            sources = [.. _sources.Select(static source => source.Supervisor)];
            _sources.Clear();
        }

        Task[] ends = [.. sources.Select(static source => source.DisposeAsync().AsTask())];
        Sessions.EndAll(SessionEndReason.ServerShutdown);
        Streams.RemoveAll(SessionEndReason.ServerShutdown);
        await Task.WhenAll(ends).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _housekeeping.DisposeAsync().ConfigureAwait(false);
        Srt.Dispose();
        _slates?.Dispose();
        Streams.Events.Complete();
    }

    private static void Check(string name)
    {
        if (!StreamName.TryParse(name, out _, out string? fault)) throw new ArgumentException(fault, nameof(name));
    }
}
