using System.Net;
using Headrace.Endpoints.Ffmpeg;
using Headrace.Endpoints.Rtsp.Pull;
using Headrace.Manifests.Hls;
using Headrace.Server.Configuration.Options;
using Headrace.Streaming.Access;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>The sources that are our own: one a stream whose configuration names one. One caller at a time.</summary>
internal sealed class StreamSources(StreamRegistry streams, SessionRegistry sessions, AccessGate access, Func<IPEndPoint?> rtsp, TimeProvider clock, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Server");
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamName, Running> _running = [];
    private volatile SourceRules _rules = SourceRules.Default;

    /// <summary>Processes of ours that run.</summary>
    internal int Children
    {
        get
        {
            lock (_gate) return _running.Values.Count(running => running.Source is FfmpegSource { ChildId: not 0 });
        }
    }

    /// <summary>Starts the sources that are new or have changed, and ends those that are not wanted any more. The others go on.</summary>
    internal async Task UpdateAsync(HeadraceOptions options)
    {
        _rules = options.Sources;
        List<Running> ended = [];
        lock (_gate)
        {
            foreach ((StreamName name, Running running) in _running)
            {
                StreamSettings settings = options.StreamOf(name);
                if (settings.Source == running.What && settings.Pull == running.How && settings.Reach == running.Reach && streams.Find(name.Value) == running.Stream) continue;
                _running.Remove(name);
                ended.Add(running);
            }
        }

        foreach (Running running in ended) await running.Supervisor.DisposeAsync().ConfigureAwait(false);
        foreach ((StreamName name, StreamSettings settings) in options.Streams)
        {
            if (streams.Find(name.Value) is { } stream) Start(name, settings, stream);
        }
    }

    /// <summary>Ends all.</summary>
    public async ValueTask DisposeAsync()
    {
        Running[] all;
        lock (_gate)
        {
            all = [.. _running.Values];
            _running.Clear();
        }

        await Task.WhenAll(all.Select(running => running.Supervisor.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private void Start(StreamName name, StreamSettings settings, LiveStream stream)
    {
        if (_running.ContainsKey(name) || SourceOf(name, settings, stream) is not { } source) return;
        SourceSupervisor supervisor = new(source, stream, MediaSettings.Supervision(settings.Pull), clock, loggers);
        lock (_gate) _running[name] = new Running(settings.Source, settings.Pull, settings.Reach, stream, source, supervisor);
        supervisor.Start();
    }

    /// <summary>The source that a stream has of its own; null where it has none, or it cannot be.</summary>
    private IStreamSource? SourceOf(StreamName name, StreamSettings settings, LiveStream stream)
    {
        if (settings.Source is { Kind: StreamSourceKind.Rtsp, Rtsp: { } location })
        {
            RtspSourceOptions options = new()
            {
                Stream = name.Value, Location = location, Transport = settings.Pull.RtspTransport, Trust = settings.Pull.Trust, Allows = AllowsOf(settings.Reach),
            };
            return new RtspSource(options, streams, sessions, clock, loggers);
        }

        if (settings.Source.Kind == StreamSourceKind.Publisher) return null;
        if (rtsp() is not { } endPoint)
        {
            ServerLog.NoWayForFfmpeg(_logger, name.Value, settings.Source.ToString());
            stream.ReportSourceFault($"{settings.Source} needs RTSP, which is off");
            return null;
        }

        ValueList<string>? arguments = settings.Source.Kind == StreamSourceKind.Ffmpeg ? settings.Pull.FfmpegArguments : null;
        return new FfmpegSource(new FfmpegSourceOptions { Stream = name.Value, Rtsp = endPoint, Token = access.OwnToken, Arguments = arguments }, clock, loggers);
    }

    /// <summary>The rules are those that hold when a source connects.</summary>
    private Func<IPAddress, bool>? AllowsOf(SourceReach reach) =>
        reach == SourceReach.Everywhere ? null : address => _rules.Allows(address, reach == SourceReach.AllowedAndLoopback);

    private sealed record Running(StreamSource What, PullSettings How, SourceReach Reach, LiveStream Stream, IStreamSource Source, SourceSupervisor Supervisor);
}
