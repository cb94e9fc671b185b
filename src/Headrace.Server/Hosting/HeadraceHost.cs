using System.Collections.Immutable;
using System.Net;
using Headrace.Endpoints.Access;
using Headrace.Server.Api;
using Headrace.Server.Api.Backpressure;
using Headrace.Server.Api.Continuity;
using Headrace.Server.Api.Events;
using Headrace.Server.Api.Held;
using Headrace.Server.Api.OpenApi;
using Headrace.Server.Api.Overview;
using Headrace.Server.Api.Seed;
using Headrace.Server.Api.Stats;
using Headrace.Server.Api.Sync;
using Headrace.Server.Auth;
using Headrace.Server.Commands;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Logging;
using Headrace.Server.Pages;
using Headrace.Server.Tls;
using Headrace.Streaming.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>The whole server: started in order, stopped within <see cref="StopTimeout"/> in the opposite one.</summary>
internal sealed class HeadraceHost : IAsyncDisposable
{
    /// <summary>A stop takes no longer than this, whatever peers do.</summary>
    internal static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RequestsTimeout = TimeSpan.FromSeconds(3);

    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping;
    private readonly StateDirectory? _state;
    private readonly MediaPlane _media;
    private readonly HttpSockets _sockets;
    private readonly HttpServer _http;
    private readonly FileWatch? _watch;
    private readonly ClockWatch _clockWatch;
    private readonly TlsCertificate? _certificate;
    private bool _isStopped;

    private HeadraceHost(
        ILogger logger, CancellationTokenSource stopping, StateDirectory? state, TlsCertificate? certificate, LiveConfiguration configuration, MediaPlane media,
        HttpSockets sockets, HttpServer http, TimeProvider clock)
    {
        Configuration = configuration;
        _certificate = certificate;
        if (configuration.Current.File is { } file) _watch = new FileWatch([file], () => configuration.Reload("the file has changed"), clock);
        _clockWatch = new ClockWatch(clock, logger);
        _logger = logger;
        _stopping = stopping;
        _state = state;
        _media = media;
        _sockets = sockets;
        _http = http;
    }

    /// <summary>Where HTTP listens; empty when it is off.</summary>
    internal ImmutableArray<IPEndPoint> HttpEndPoints => _sockets.EndPoints;

    /// <summary>Where HTTPS listens; empty when it is off.</summary>
    internal ImmutableArray<IPEndPoint> HttpsEndPoints => _sockets.SecureEndPoints;

    /// <summary>Where RTMP listens, or null.</summary>
    internal IPEndPoint? RtmpEndPoint => _media.RtmpEndPoint;

    /// <summary>Where RTMPS listens, or null.</summary>
    internal IPEndPoint? RtmpsEndPoint => _media.RtmpsEndPoint;

    /// <summary>Where RTSPS listens, or null.</summary>
    internal IPEndPoint? RtspsEndPoint => _media.RtspsEndPoint;

    /// <summary>Where RTSP listens, or null.</summary>
    internal IPEndPoint? RtspEndPoint => _media.RtspEndPoint;

    /// <summary>Where SRT listens, or null.</summary>
    internal IPEndPoint? SrtEndPoint => _media.SrtEndPoint;

    /// <summary>The routes of the API.</summary>
    internal IEnumerable<Endpoint> Endpoints => _http.Endpoints;

    /// <summary>What holds, and how it is changed.</summary>
    internal LiveConfiguration Configuration { get; }

    /// <summary>What carries media.</summary>
    internal MediaPlane Media => _media;

    /// <summary>Starts the server. Throws <see cref="StartException"/> when it cannot start as it was told to.</summary>
    /// <param name="configuration">A configuration without errors.</param>
    /// <param name="announcements">Where a new access token is printed.</param>
    /// <param name="clock">Time.</param>
    /// <param name="loggers">Logs.</param>
    /// <param name="onChanged">Told of each configuration that holds from then on, for what is not the host's; null for nobody.</param>
    internal static async Task<HeadraceHost> StartAsync(
        LoadedConfiguration configuration, TextWriter announcements, TimeProvider clock, ILoggerFactory loggers, Action<HeadraceOptions>? onChanged = null)
    {
        ProblemCounts problems = new();
        ProtocolTable protocols = new();
        loggers = new CountingLoggers(loggers, problems);
        ILogger logger = loggers.CreateLogger("Headrace.Server");
        StateDirectory? state = OpenState(configuration, logger);
        configuration = WithChanges(configuration, state);
        HeadraceOptions options = configuration.Options;
        foreach (ConfigurationError warning in configuration.Warnings) ServerLog.ConfigurationWarning(logger, warning.ToString());
        ServerLog.Starting(logger, VersionCommand.Current, configuration.File ?? "none, the defaults", state?.Path ?? "nowhere");
        HttpSockets? sockets = null;
        MediaPlane? media = null;
        TlsCertificate? certificate = null;
        CancellationTokenSource stopping = new();
        try
        {
            AccessToken token = TokenOf(state, announcements);
            sockets = HttpSockets.Open(options.Http, configuration.SetKeys, protocols, logger);
            if (options.Http.Tls.IsOn) certificate = new TlsCertificate(options.Http.Tls, clock, loggers.CreateLogger("Headrace.Tls"));
            AccessGate access = new(options.Auth.ToRules(), text => token.Matches(text), clock, loggers.CreateLogger("Headrace.Access"));
            media = await MediaPlane.StartAsync(configuration, certificate, access, problems, protocols, clock, loggers).ConfigureAwait(false);
            MediaPlane plane = media;
            HttpServer? serving = null;
            LiveConfiguration live = new(configuration, state?.Path, ApplyAsync, clock, loggers.CreateLogger("Headrace.Configuration"));
            HttpServerParts parts = PartsOf(live, media, certificate, clock, loggers, stopping.Token);
            if (!parts.Pages.IsBuilt) ServerLog.NoPages(logger);
            HttpServer http = serving = await HttpServer.StartAsync(sockets, parts, options.Limits, CancellationToken.None).ConfigureAwait(false);
            await media.StartSourcesAsync(options).ConfigureAwait(false);
            return new HeadraceHost(logger, stopping, state, certificate, live, media, sockets, http, clock);

            Task ApplyAsync(HeadraceOptions next)
            {
                onChanged?.Invoke(next);
                serving?.Apply(next.Limits);
                return plane.ApplyAsync(next);
            }
        }
        catch
        {
            if (media is not null) await media.DisposeAsync().ConfigureAwait(false);
            if (certificate is not null) await certificate.DisposeAsync().ConfigureAwait(false);
            sockets?.Dispose();
            state?.Dispose();
            stopping.Dispose();
            throw;
        }
    }

    /// <summary>Stops the server: sessions end with their reason, requests that run may end, children are ended. Happens once.</summary>
    /// <param name="reason">Why, for the log.</param>
    internal async Task StopAsync(string reason)
    {
        if (_isStopped) return;
        _isStopped = true;
        ServerLog.Stopping(_logger, reason, _media.Sessions.Count);
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_watch is not null) await _watch.DisposeAsync().ConfigureAwait(false);
        await _clockWatch.DisposeAsync().ConfigureAwait(false);
        await _media.StopAsync().ConfigureAwait(false);
        await _http.DisposeAsync().ConfigureAwait(false);
        await _media.DisposeAsync().ConfigureAwait(false);
        if (_certificate is not null) await _certificate.DisposeAsync().ConfigureAwait(false);
        _sockets.Dispose();
        _state?.Dispose();
        _stopping.Dispose();
        ServerLog.Stopped(_logger);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync("the host is disposed").ConfigureAwait(false);

    private static StateDirectory? OpenState(LoadedConfiguration configuration, ILogger logger)
    {
        if (StateDirectory.TryOpen(configuration.Options.State, out StateDirectory? state, out string? fault)) return Claimed(state);
        if (configuration.SetKeys.Contains("state")) throw new StartException(fault);
        ServerLog.NothingKept(logger, fault);
        return null;
    }

    private static StateDirectory Claimed(StateDirectory state)
    {
        try
        {
            StateFormat.Claim(state.Path);
            return state;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            state.Dispose();
            throw new StartException(e is IOException fault ? StateDirectory.Describe(state.Path, fault) : e.Message);
        }
    }

    /// <summary>The configuration with what was changed through the API before this start.</summary>
    private static LoadedConfiguration WithChanges(LoadedConfiguration configuration, StateDirectory? state)
    {
        if (state is null) return configuration;
        try
        {
            ApiChanges changes = ApiChangesFile.Read(state.Path);
            if (changes == ApiChanges.None) return configuration;
            LoadedConfiguration changed = ConfigurationLoader.Load(configuration.FileTree, configuration.File, configuration.Sources, new ConfigurationDiagnostics(), changes);
            if (changed.IsValid) return changed;
            state.Dispose();
            throw new StartException($"{changed.Errors[0]}; what the API changed is kept in {Path.Combine(state.Path, ApiChangesFile.FileName)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            state.Dispose();
            throw new StartException(e.Message);
        }
    }

    private static AccessToken TokenOf(StateDirectory? state, TextWriter announcements)
    {
        try
        {
            AccessToken token = state is null ? AccessToken.Create() : AccessToken.ReadOrCreate(state.Path);
            if (token.IsNew) announcements.WriteLine($"Access token of the API, for other machines: {token.Value}{(state is null ? "" : $" (kept in {Path.Combine(state.Path, AccessToken.FileName)})")}");
            return token;
        }
        catch (IOException e)
        {
            throw new StartException(StateDirectory.Describe(state!.Path, e));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or InvalidDataException)
        {
            throw new StartException(e.Message);
        }
    }

    private static HttpServerParts PartsOf(
        LiveConfiguration live, MediaPlane media, TlsCertificate? certificate, TimeProvider clock, ILoggerFactory loggers, CancellationToken stopping)
    {
        StreamEditing editing = new(media.Streams, live);
        HeldParts held = new(media.Pictures, clock);
        MediaCors cors = new(() => live.Current.Options.Http.Cors);
        return new HttpServerParts
        {
            Access = new ApiAccess(media.Access),
            Certificate = certificate is null ? null : () => certificate.Context,
            Proxies = () => live.Current.Options.Http.TrustedProxies,
            Admission = media.Admission,
            Routes =
            [
                new HealthRoutes(clock), new StreamRoutes(media.Streams, live, editing, media.Rates, [.. new BackpressureParts(media.Streams).All, .. new ContinuityParts(live).All, SyncRoutes.Part, ForwardParts.Sdp, .. held.All]), new SyncRoutes(media.Streams, editing), new SeedRoutes(media.Streams, live, editing), new StatsRoutes(media, clock),
                new VideoRoutes(media.Streams, held), new SessionRoutes(media.Sessions), new ConfigurationRoutes(live), new CensusRoutes(media), new OverviewRoutes(media, clock), new MetricsRoutes(media.Metrics), new EventRoutes(media.Streams.Events, media.Access, clock), new ProblemRoutes(),
                new OpenApiRoutes(), new SwaggerRoutes(),
            ],
            TryServeMediaAsync = context => TryServeMediaAsync(context, media, cors),
            Pages = SitePages.FromAssembly(),
            MayReadAsync = (context, stream) => HttpAccess.TryPassAsync(media.Access, AccessAction.Read, stream, context),
            Loggers = loggers,
            Clock = clock,
            StopTimeout = RequestsTimeout,
            Stopping = stopping,
        };
    }

    private static async Task<bool> TryServeMediaAsync(HttpContext context, MediaPlane media, MediaCors cors)
    {
        cors.Apply(context);
        if (await media.Hls.TryHandleAsync(context).ConfigureAwait(false) || await Snapshots.TryHandleAsync(context, media).ConfigureAwait(false)
            || await media.HttpLive.TryHandleAsync(context).ConfigureAwait(false)) return true;
        MediaCors.Clear(context);
        return false;
    }
}
