using System.Net;
using Headrace.Endpoints.Test;
using Headrace.Server.Configuration.Options;
using Headrace.Streaming.Access;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>The sources that are our own: one a stream whose configuration names one. One caller at a time.</summary>
internal sealed class StreamSources(StreamRegistry streams, AccessGate access, Func<IPEndPoint?> rtsp, TimeProvider clock, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Server");
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamName, Running> _running = [];

    /// <summary>Processes of ours that run.</summary>
    internal int Children
    {
        get
        {
            lock (_gate) return _running.Values.Count(running => running.Source is TestSource { ChildId: not 0 });
        }
    }

    /// <summary>Starts the sources that are new or have changed, and ends those that are not wanted any more. The others go on.</summary>
    internal async Task UpdateAsync(HeadraceOptions options)
    {
        List<Running> ended = [];
        lock (_gate)
        {
            foreach ((StreamName name, Running running) in _running)
            {
                if (options.StreamOf(name).Source == running.What && streams.Find(name.Value) == running.Stream) continue;
                _running.Remove(name);
                ended.Add(running);
            }
        }

        foreach (Running running in ended) await running.Source.DisposeAsync().ConfigureAwait(false);
        foreach ((StreamName name, StreamSettings settings) in options.Streams)
        {
            if (streams.Find(name.Value) is { } stream) Start(name, settings.Source, stream);
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

        await Task.WhenAll(all.Select(running => running.Source.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private void Start(StreamName name, StreamSource what, LiveStream stream)
    {
        if (what.Kind != StreamSourceKind.Test || _running.ContainsKey(name)) return;
        if (rtsp() is not { } endPoint)
        {
            ServerLog.NoWayForTestSource(_logger, name.Value);
            stream.ReportSourceFault("a test source needs RTSP, which is off");
            return;
        }

        TestSource source = new(new TestSourceOptions { Stream = name.Value, Rtsp = endPoint, Token = access.OwnToken }, stream, clock, loggers);
        lock (_gate) _running[name] = new Running(what, stream, source);
        source.Start();
    }

    private sealed record Running(StreamSource What, LiveStream Stream, IAsyncDisposable Source);
}
