using System.Net;
using Headrace.Endpoints.Ffmpeg;
using Headrace.Endpoints.Files;
using Headrace.Endpoints.Hls.Pull;
using Headrace.Endpoints.Http;
using Headrace.Endpoints.RawRtp.Sources;
using Headrace.Endpoints.Rtmp.Pull;
using Headrace.Endpoints.Rtsp.Pull;
using Headrace.Endpoints.Srt.Pull;
using Headrace.Manifests.Hls;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Values;
using Headrace.Streaming.Access;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>The sources that are our own: one a stream whose configuration names one. One caller at a time.</summary>
internal sealed class StreamSources(StreamRegistry streams, SessionRegistry sessions, AccessGate access, Func<IPEndPoint?> rtsp, SrtPlane srt, TimeProvider clock, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(StreamName Stream, string Label), Running> _running = [];
    private readonly List<Task> _ending = [];
    private bool _isStopped;
    private volatile SourceRules _rules = SourceRules.Default;
    private volatile HeadraceOptions _options = new();

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
        _options = options;
        List<Running> ended = [];
        lock (_gate)
        {
            foreach (((StreamName Stream, string) key, Running running) in _running.ToArray())
            {
                StreamSettings settings = options.StreamOf(key.Stream);
                if (settings.AllInputs.Contains(running.What) && running.How.CanBecome(settings.Pull) && settings.Reach == running.Reach && streams.Find(key.Stream.Value) == running.Stream)
                {
                    if (running.How != settings.Pull) running.Supervisor.Adopt(MediaSettings.Supervision(settings.Pull, running.What));
                    _running[key] = running with { How = settings.Pull };
                    continue;
                }

                _running.Remove(key);
                ended.Add(running);
            }
        }

        foreach (Running running in ended) await running.Supervisor.DisposeAsync().ConfigureAwait(false);
        foreach (LiveStream stream in streams.All.Where(static stream => stream.Options.IsConfigured || stream.Options.ComesForReaders)) Begin(stream);
    }

    /// <summary>Starts the sources of a stream that do not run yet.</summary>
    internal void Begin(LiveStream stream)
    {
        if (!StreamName.TryParse(stream.Name, out StreamName? name, out _)) return;
        StreamSettings settings = _options.StreamOf(name);
        foreach (InputSettings input in settings.AllInputs) Start(name, settings, input, stream);
    }

    /// <summary>Ends the sources of streams that went since.</summary>
    internal void Follow()
    {
        lock (_gate)
        {
            _ending.RemoveAll(task => task.IsCompleted);
            foreach (((StreamName Stream, string) key, Running running) in _running)
            {
                if (streams.Find(key.Stream.Value) == running.Stream) continue;
                _running.Remove(key);
                _ending.Add(running.Supervisor.DisposeAsync().AsTask());
            }
        }
    }

    /// <summary>Ends all.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] all;
        lock (_gate)
        {
            _isStopped = true;
            all = [.. _ending, .. _running.Values.Select(running => running.Supervisor.DisposeAsync().AsTask())];
            _running.Clear();
        }

        await Task.WhenAll(all).ConfigureAwait(false);
    }

    private void Start(StreamName name, StreamSettings settings, InputSettings input, LiveStream stream)
    {
        lock (_gate)
        {
            if (_isStopped || SourceOf(name, settings, input) is not { } source) return;
            if (_running.TryGetValue((name, input.Label), out Running? other))
            {
                // One of the same name that is gone may not have been noticed yet.
                if (other.Stream == stream) return;
                _ending.Add(other.Supervisor.DisposeAsync().AsTask());
            }

            SourceSupervisor supervisor = new(source, stream, MediaSettings.Supervision(settings.Pull, input), clock, loggers);
            _running[(name, input.Label)] = new Running(input, settings.Pull, settings.Reach, stream, source, supervisor);
            supervisor.Start();
        }
    }

    /// <summary>The source of an input of a stream's own; null where publishers are waited for, or it cannot be.</summary>
    private IStreamSource? SourceOf(StreamName name, StreamSettings settings, InputSettings input)
    {
        if (input.Source is { Kind: StreamSourceKind.Rtsp, Rtsp: { } location })
        {
            RtspSourceOptions options = new()
            {
                Stream = name.Value, Input = input.Label, Location = location, Transport = settings.Pull.RtspTransport, Trust = settings.Pull.Trust, Allows = AllowsOf(settings.Reach),
            };
            return new RtspSource(options, streams, sessions, clock, loggers);
        }

        if (input.Source is { Kind: StreamSourceKind.Udp, Udp: { } udp })
        {
            UdpSourceOptions options = new()
            {
                Stream = name.Value, Input = input.Label, Location = udp, Sdp = settings.Pull.Sdp == SdpText.None ? null : settings.Pull.Sdp.Text, Allows = AllowsOf(settings.Reach),
            };
            return new UdpSource(options, streams, sessions, clock, loggers);
        }

        if (input.Source is { Kind: StreamSourceKind.Rtmp, Rtmp: { } server })
        {
            RtmpSourceOptions options = new() { Stream = name.Value, Input = input.Label, Location = server, Trust = settings.Pull.Trust, Allows = AllowsOf(settings.Reach) };
            return new RtmpSource(options, streams, sessions, clock, loggers);
        }

        if (input.Source is { Kind: StreamSourceKind.Srt, Srt: { } other })
        {
            if (srt.Poller is not { } poller) return new UnavailableSource(input.Source.ToString(), srt.Problem);
            SrtSourceOptions options = new() { Stream = name.Value, Input = input.Label, Location = other, Allows = AllowsOf(settings.Reach) };
            return new SrtSource(options, poller, streams, sessions, srt.Totals, clock, loggers);
        }

        if (input.Source is { Kind: StreamSourceKind.Hls, Http: { } page })
        {
            HlsSourceOptions options = new() { Stream = name.Value, Input = input.Label, Location = page, Trust = settings.Pull.Trust, Allows = AllowsOf(settings.Reach) };
            return new HlsSource(options, streams, sessions, clock, loggers);
        }

        if (input.Source is { Kind: StreamSourceKind.Http, Http: { } url })
        {
            HttpSourceOptions options = new() { Stream = name.Value, Input = input.Label, Location = url, Trust = settings.Pull.Trust, Allows = AllowsOf(settings.Reach) };
            return new HttpSource(options, streams, sessions, clock, loggers);
        }

        if (input.Source is { Kind: StreamSourceKind.File, File: { } path })
            return new FileSource(new FileSourceOptions { Stream = name.Value, Input = input.Label, Path = path }, streams, sessions, clock, loggers);
        if (input.Source.Kind == StreamSourceKind.Publisher) return null;
        if (rtsp() is not { } endPoint) return new UnavailableSource(input.Source.ToString(), $"{input.Source} needs RTSP, which is off");
        ValueList<string>? arguments = input.Source.Kind == StreamSourceKind.Ffmpeg ? settings.Pull.FfmpegArguments : null;
        return new FfmpegSource(new FfmpegSourceOptions { Stream = name.Value, Input = input.Label, Rtsp = endPoint, Token = access.OwnToken, Arguments = arguments }, clock, loggers);
    }

    /// <summary>The rules are those that hold when a source connects.</summary>
    private Func<IPAddress, bool>? AllowsOf(SourceReach reach) =>
        reach == SourceReach.Everywhere ? null : address => _rules.Allows(address, reach == SourceReach.AllowedAndLoopback);

    private sealed record Running(InputSettings What, PullSettings How, SourceReach Reach, LiveStream Stream, IStreamSource Source, SourceSupervisor Supervisor);
}
