using System.Net;
using System.Net.Sockets;
using Headrace.Endpoints.Hls;
using Headrace.Endpoints.HttpLive;
using Headrace.Endpoints.RawRtp;
using Headrace.Endpoints.Rtsp;
using Headrace.Endpoints.Srt;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Values;
using Headrace.Server.Logging;
using Headrace.Server.Metrics;
using Headrace.Server.Stats;
using Headrace.Server.Tls;
using Headrace.Streaming.Access;
using Headrace.Streaming.Held;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Slates;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Headrace.Transport.Tcp;
using Headrace.Transport.Tls;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>Everything that carries media: streams, sessions, writers, endpoints, sources; started and stopped in order.</summary>
internal sealed class MediaPlane : IAsyncDisposable
{
    /// <summary>How long sessions may take to end when the server stops.</summary>
    internal static readonly TimeSpan SessionsTimeout = TimeSpan.FromSeconds(3);

    /// <summary>How long a stop waits for files to be removed.</summary>
    private static readonly TimeSpan FilesTimeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _clock;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly EgressPumps _pumps;
    private readonly ITimer _housekeeping;
    private readonly StreamSources _sources;
    private readonly StreamForwarding _forwarding;
    private readonly SlateLibrary _slates;
    private readonly long _machineBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    private readonly SrtPlane _srt;
    private readonly RtspPlane _rtsp;
    private readonly RtmpPlane _rtmp;
    private RawRtpEndpoint? _rawRtp;
    private readonly ServerInstruments _instruments;
    private readonly OtlpExport _otlp;
    private readonly MemoryReturn _memory = new();
    private bool _isStopped;

    private MediaPlane(HeadraceOptions options, SrtPlane srt, AccessGate access, TlsCertificate? certificate, ProblemCounts problems, ProtocolTable protocols, TimeProvider clock, ILoggerFactory loggers)
    {
        _clock = clock;
        Protocols = protocols;
        _srt = srt;
        Access = access;
        _loggers = loggers;
        _logger = loggers.CreateLogger("Headrace.Server");
        _slates = new SlateLibrary(Path.Combine(options.State, "slates"), clock, loggers);
        Streams = new StreamRegistry(MediaSettings.Registry(options, _machineBytes), clock, loggers) { Slates = _slates };
        Streams.Configure(MediaSettings.Registry(options, _machineBytes), MediaSettings.Streams(options, _machineBytes));
        _sources = new StreamSources(Streams, Sessions, access, () => RtspEndPoint, srt, clock, loggers);
        Streams.CameForReader = _sources.Begin;
        Rates = new StreamRates(Streams, clock);
        Pictures = new KeyFramePictures("ffmpeg", clock);
        _pumps = new EgressPumps(clock, e => ServerLog.WriterFailed(_logger, e));
        if (OperatingSystem.IsLinux() && !_pumps.SendsToManyAtOnce) ServerLog.SendsOneByOne(_logger);
        Admission = new ConnectionAdmission(MediaSettings.Connections(options), clock);
        _rtsp = new RtspPlane(this, _pumps, clock, loggers);
        _rtmp = new RtmpPlane(this, _pumps, clock, loggers);
        _forwarding = new StreamForwarding(Streams, Sessions, _pumps, () => _rtsp.Ports, () => _rtmp.Ports, () => srt.Poller, clock, loggers);
        Streams.Limits.Follow(Admission);
        Hls = new HlsEndpoint(new HlsEndpointOptions { AllowOrigin = "", Access = access }, Streams, Sessions, clock, loggers);
        HttpLive = new HttpLiveEndpoint(new HttpLiveOptions { Access = access }, Streams, Sessions, _pumps, clock, loggers);
        _instruments = new ServerInstruments(this, problems, () => certificate?.Expires, clock);
        Metrics = new PrometheusText(_instruments.Meter);
        _otlp = new OtlpExport(ServerInstruments.MeterName, loggers.CreateLogger("Headrace.Metrics"));
        _otlp.SendTo(options.Telemetry.Otlp);
        _housekeeping = clock.CreateTimer(_ => HandleTimeout(MonotonicTime.Now(clock)), null, HousekeepingInterval, HousekeepingInterval);
    }

    /// <summary>Where each protocol listens, and why those that do not are off.</summary>
    internal ProtocolTable Protocols { get; }

    /// <summary>Who may publish and view.</summary>
    internal AccessGate Access { get; }

    /// <summary>All streams.</summary>
    internal StreamRegistry Streams { get; }

    /// <summary>All sessions.</summary>
    internal SessionRegistry Sessions { get; } = new();

    /// <summary>All figures, for Prometheus.</summary>
    internal PrometheusText Metrics { get; }

    /// <summary>How fast the streams flow.</summary>
    internal StreamRates Rates { get; }

    /// <summary>Key frames as pictures.</summary>
    internal KeyFramePictures Pictures { get; }

    /// <summary>All connections.</summary>
    internal ConnectionAdmission Admission { get; }

    /// <summary>HLS.</summary>
    internal HlsEndpoint Hls { get; }

    /// <summary>Streams without end over HTTP.</summary>
    internal HttpLiveEndpoint HttpLive { get; }

    /// <summary>Where RTSP listens, or null.</summary>
    internal IPEndPoint? RtspEndPoint => _rtsp.EndPoint;

    /// <summary>Where RTSPS listens, or null.</summary>
    internal IPEndPoint? RtspsEndPoint => _rtsp.TlsEndPoint;

    /// <summary>Where RTMP listens, or null.</summary>
    internal IPEndPoint? RtmpEndPoint => _rtmp.EndPoint;

    /// <summary>Where RTMPS listens, or null.</summary>
    internal IPEndPoint? RtmpsEndPoint => _rtmp.TlsEndPoint;

    /// <summary>RTP without signalling, or null where it is off.</summary>
    internal RawRtpEndpoint? RawRtp => _rawRtp;

    /// <summary>Where SRT listens, or null.</summary>
    internal IPEndPoint? SrtEndPoint => _srt.EndPoint;

    /// <summary>What SRT carried.</summary>
    internal SrtTotals SrtTotals => _srt.Totals;

    /// <summary>Processes of ours that run.</summary>
    internal int Children => _sources.Children + Pictures.Children;

    /// <summary>Begins to listen. Throws <see cref="StartException"/> when an address that the user chose cannot be had.</summary>
    internal static async Task<MediaPlane> StartAsync(
        LoadedConfiguration configuration, TlsCertificate? certificate, AccessGate access, ProblemCounts problems, ProtocolTable protocols, TimeProvider clock, ILoggerFactory loggers)
    {
        MediaPlane plane = new(configuration.Options, SrtPlane.Load(configuration, protocols, clock, loggers), access, certificate, problems, protocols, clock, loggers);
        try
        {
            plane._rtsp.Listen(configuration, certificate);
            plane._rtmp.Listen(configuration, certificate);
            plane._rawRtp = plane.StartRawRtp(configuration);
            plane._srt.Listen(configuration, plane, plane._pumps, clock, loggers);
            return plane;
        }
        catch
        {
            await plane.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts the sources that are our own, and the targets.</summary>
    internal Task StartSourcesAsync(HeadraceOptions options)
    {
        _forwarding.Update(options);
        return _sources.UpdateAsync(options);
    }

    /// <summary>Makes new options hold, as far as they can without a restart. Streams that they say the same of are not touched.</summary>
    internal async Task ApplyAsync(HeadraceOptions options)
    {
        Access.Rules = options.Auth.ToRules();
        _otlp.SendTo(options.Telemetry.Otlp);
        _srt.Apply(options);
        Admission.Limits = MediaSettings.Connections(options);
        _rawRtp?.Configure(MediaSettings.RawRtp(options.Rtp));
        IReadOnlyDictionary<string, StreamChange> changes = Streams.Configure(MediaSettings.Registry(options, _machineBytes), MediaSettings.Streams(options, _machineBytes));
        foreach ((string name, StreamChange change) in changes) ServerLog.StreamChanged(_logger, name, change);
        await _rtsp.ApplyAsync(options).ConfigureAwait(false);
        await _rtmp.ApplyAsync(options).ConfigureAwait(false);
        _forwarding.Update(options);
        await _sources.UpdateAsync(options).ConfigureAwait(false);
    }

    /// <summary>Stops: nobody comes in any more, sources end, every session ends with its reason. Happens once.</summary>
    internal async Task StopAsync()
    {
        if (_isStopped) return;
        _isStopped = true;
        await _rtsp.StopAsync().ConfigureAwait(false);
        await _rtmp.StopAsync().ConfigureAwait(false);
        _rawRtp?.Dispose();
        await _srt.StopAsync().ConfigureAwait(false);
        Task sources = _sources.DisposeAsync().AsTask();
        Task forwards = _forwarding.DisposeAsync().AsTask();
        Sessions.EndAll(SessionEndReason.ServerShutdown);
        IReadOnlyList<LiveStream> streams = Streams.All;
        Streams.RemoveAll(SessionEndReason.ServerShutdown);
        await WaitForSessionsAsync().ConfigureAwait(false);
        await WaitForFilesAsync(streams).ConfigureAwait(false);
        await sources.ConfigureAwait(false);
        await forwards.ConfigureAwait(false);
        Streams.Events.Complete();
    }

    /// <summary>Frees what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _housekeeping.DisposeAsync().ConfigureAwait(false);
        await Rates.DisposeAsync().ConfigureAwait(false);
        await Pictures.DisposeAsync().ConfigureAwait(false);
        await Hls.DisposeAsync().ConfigureAwait(false);
        await _srt.DisposeAsync().ConfigureAwait(false);
        _pumps.Dispose();
        _slates.Dispose();
        _otlp.Dispose();
        Metrics.Dispose();
        _instruments.Dispose();
    }

    private void HandleTimeout(MonotonicTime now)
    {
        Streams.HandleTimeout(now);
        _sources.Follow();
        _forwarding.Follow();
        Sessions.EndUnallowed(Access.Rules);
        if (_memory.IsDue(MediaBufferPool.Shared.OutstandingBytes, now)) MemoryReturn.Collect(MediaBufferPool.Shared);
    }

    private RawRtpEndpoint? StartRawRtp(LoadedConfiguration configuration)
    {
        const string Key = "rtp.listen";
        if (configuration.Options.Rtp.Listen is not { } listen)
        {
            Protocols.AddOff("RTP", Key, ProtocolTable.NoAddress);
            return null;
        }

        try
        {
            RawRtpEndpoint endpoint = RawRtpEndpoint.Start(MediaSettings.RawRtp(configuration.Options, listen, Access), Streams, Sessions, _clock, _loggers);
            Protocols.Add("RTP", Key, endpoint.LocalEndPoint);
            return endpoint;
        }
        catch (SocketException e)
        {
            string ports = $"UDP {listen} or its RTCP port {configuration.Options.Rtp.RtcpPort}";
            string? chosenBy = configuration.SetKeys.Contains(Key) ? Key : configuration.SetKeys.Contains("rtp.rtcpPort") ? "rtp.rtcpPort" : null;
            Protocols.SwitchOff("RTP", ports, e, Key, chosenBy, _logger);
            return null;
        }
    }

    /// <summary>Files of streams that are over are removed; a disk that stands still is not waited for.</summary>
    private async Task WaitForFilesAsync(IEnumerable<LiveStream> streams)
    {
        try
        {
            await Task.WhenAll(streams.Select(HlsBranch.FilesAreDone)).WaitAsync(FilesTimeout, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The next start removes what is left.
        }
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
