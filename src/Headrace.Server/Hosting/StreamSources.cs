using System.Net;
using Headrace.Endpoints.Ffmpeg;
using Headrace.Endpoints.Hls.Pull;
using Headrace.Endpoints.RawRtp.Sources;
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
            foreach (((StreamName Stream, string) key, Running running) in _running)
            {
                StreamSettings settings = options.StreamOf(key.Stream);
                if (settings.AllInputs.Contains(running.What) && settings.Pull == running.How && settings.Reach == running.Reach && streams.Find(key.Stream.Value) == running.Stream) continue;
                _running.Remove(key);
                ended.Add(running);
            }
        }

        foreach (Running running in ended) await running.Supervisor.DisposeAsync().ConfigureAwait(false);
        foreach ((StreamName name, StreamSettings settings) in options.Streams)
        {
            if (streams.Find(name.Value) is not { } stream) continue;
            foreach (InputSettings input in settings.AllInputs) Start(name, settings, input, stream);
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

    private void Start(StreamName name, StreamSettings settings, InputSettings input, LiveStream stream)
    {
        if (_running.ContainsKey((name, input.Label)) || SourceOf(name, settings, input) is not { } source) return;
        SourceSupervisor supervisor = new(source, stream, MediaSettings.Supervision(settings.Pull, input), clock, loggers);
        lock (_gate) _running[(name, input.Label)] = new Running(input, settings.Pull, settings.Reach, stream, source, supervisor);
        supervisor.Start();
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
            UdpSourceOptions options = new() { Stream = name.Value, Input = input.Label, Location = udp, Sdp = settings.Pull.Sdp == SdpText.None ? null : settings.Pull.Sdp.Text };
            return new UdpSource(options, streams, sessions, clock, loggers);
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
