using System.Net;
using System.Net.Sockets;
using Headrace.Endpoints.Hls;
using Headrace.Endpoints.Rtsp;
using Headrace.Endpoints.Test;
using Headrace.Media.Timing;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>Everything that carries media: streams, sessions, writers, endpoints, sources; started and stopped in order.</summary>
internal sealed class MediaPlane : IAsyncDisposable
{
    /// <summary>How long sessions may take to end when the server stops.</summary>
    internal static readonly TimeSpan SessionsTimeout = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _clock;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly EgressPumps _pumps;
    private readonly ITimer _housekeeping;
    private readonly List<TestSource> _sources = [];
    private RtspEndpoint? _rtsp;
    private bool _isStopped;

    private MediaPlane(HeadraceOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        _clock = clock;
        _loggers = loggers;
        _logger = loggers.CreateLogger("Headrace.Server");
        long machineBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        Streams = new StreamRegistry(MediaSettings.Registry(options, machineBytes), clock, loggers);
        foreach ((StreamName name, StreamSettings settings) in options.Streams) Streams.Configure(name.Value, MediaSettings.Stream(settings, options, machineBytes));
        _pumps = new EgressPumps(clock, e => ServerLog.WriterFailed(_logger, e));
        Admission = new ConnectionAdmission(MediaSettings.Connections(options.Limits), clock);
        Hls = new HlsEndpoint(new HlsEndpointOptions { AllowOrigin = "" }, Streams, Sessions, clock, loggers);
        _housekeeping = clock.CreateTimer(_ => Streams.HandleTimeout(MonotonicTime.Now(clock)), null, HousekeepingInterval, HousekeepingInterval);
    }

    /// <summary>All streams.</summary>
    internal StreamRegistry Streams { get; }

    /// <summary>All sessions.</summary>
    internal SessionRegistry Sessions { get; } = new();

    /// <summary>All connections.</summary>
    internal ConnectionAdmission Admission { get; }

    /// <summary>HLS.</summary>
    internal HlsEndpoint Hls { get; }

    /// <summary>Where RTSP listens, or null.</summary>
    internal IPEndPoint? RtspEndPoint => _rtsp?.LocalEndPoint;

    /// <summary>Processes of ours that run.</summary>
    internal int Children => _sources.Count(source => source.ChildId != 0);

    /// <summary>Begins to listen. Throws <see cref="StartException"/> when an address that the user chose cannot be had.</summary>
    internal static async Task<MediaPlane> StartAsync(LoadedConfiguration configuration, TimeProvider clock, ILoggerFactory loggers)
    {
        MediaPlane plane = new(configuration.Options, clock, loggers);
        try
        {
            plane.StartRtsp(configuration);
            return plane;
        }
        catch
        {
            await plane.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts the sources that are our own.</summary>
    internal void StartSources(HeadraceOptions options)
    {
        foreach ((StreamName name, StreamSettings settings) in options.Streams)
        {
            if (settings.Source.Kind == StreamSourceKind.Test) StartTestSource(name, Streams.Find(name.Value)!);
        }
    }

    /// <summary>Stops: nobody comes in any more, sources end, every session ends with its reason. Happens once.</summary>
    internal async Task StopAsync()
    {
        if (_isStopped) return;
        _isStopped = true;
        if (_rtsp is not null) await _rtsp.DisposeAsync().ConfigureAwait(false);
        Task sources = Task.WhenAll(_sources.Select(source => source.DisposeAsync().AsTask()));
        Sessions.EndAll(SessionEndReason.ServerShutdown);
        Streams.RemoveAll(SessionEndReason.ServerShutdown);
        await WaitForSessionsAsync().ConfigureAwait(false);
        await sources.ConfigureAwait(false);
    }

    /// <summary>Frees what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _housekeeping.DisposeAsync().ConfigureAwait(false);
        await Hls.DisposeAsync().ConfigureAwait(false);
        _pumps.Dispose();
    }

    private void StartRtsp(LoadedConfiguration configuration)
    {
        const string Key = "rtsp.listen";
        if (MediaSettings.Rtsp(configuration.Options) is not { } options) return;
        RtspEndpoint rtsp = new(options, Streams, Sessions, _pumps, Admission, _clock, _loggers);
        try
        {
            rtsp.Start();
            _rtsp = rtsp;
        }
        catch (SocketException e)
        {
            string address = configuration.Options.Rtsp.Listen.ToString()!;
            if (configuration.SetKeys.Contains(Key)) throw new StartException($"RTSP cannot start: {address} {ListenFault.Describe(e)} ({Key})");
            ServerLog.ProtocolOff(_logger, "RTSP", address, ListenFault.Describe(e), Key);
        }
    }

    private void StartTestSource(StreamName name, LiveStream stream)
    {
        if (_rtsp?.LocalEndPoint is not { } endPoint)
        {
            ServerLog.NoWayForTestSource(_logger, name.Value);
            stream.ReportSourceFault("a test source needs RTSP, which is off");
            return;
        }

        TestSource source = new(new TestSourceOptions { Stream = name.Value, Rtsp = endPoint }, stream, _clock, _loggers);
        _sources.Add(source);
        source.Start();
    }

    private async Task WaitForSessionsAsync()
    {
        long start = _clock.GetTimestamp();
        while (Sessions.Count > 0)
        {
            if (_clock.GetElapsedTime(start) > SessionsTimeout)
            {
                ServerLog.CutOff(_logger, Sessions.Count);
                return;
            }

            await Task.Delay(PollInterval, _clock).ConfigureAwait(false);
        }
    }
}
