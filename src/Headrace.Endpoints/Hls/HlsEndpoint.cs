using System.Net;
using Headrace.Endpoints.Access;
using Headrace.Endpoints.Dash;
using Headrace.Media.Timing;
using Headrace.Streaming.Access;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Hls;

/// <summary>Answers requests of HLS and DASH: playlists with blocking reload, manifests, and what both share: init segments, segments, parts.</summary>
public sealed class HlsEndpoint : IAsyncDisposable
{
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromSeconds(1);

    private readonly HlsEndpointOptions _options;
    private readonly StreamRegistry _streams;
    private readonly TimeProvider _clock;
    private readonly HlsSessions _sessions;
    private readonly HlsSessions _dashSessions;
    private readonly HlsRefusals _refusals;
    private readonly HlsPlaylists _playlists;
    private readonly DashManifests _manifests;
    private readonly AlwaysOnBranches _alwaysOn;
    private readonly ITimer _housekeeping;

    /// <summary>An endpoint over the streams of a registry.</summary>
    public HlsEndpoint(HlsEndpointOptions options, StreamRegistry streams, SessionRegistry sessions, TimeProvider clock, ILoggerFactory loggers)
    {
        _options = options;
        _streams = streams;
        _clock = clock;
        ILogger logger = loggers.CreateLogger("Headrace.Hls");
        FirstMedia firstMedia = new();
        _sessions = new HlsSessions(HlsSession.Hls, firstMedia, sessions, clock, logger);
        _dashSessions = new HlsSessions(HlsSession.Dash, firstMedia, sessions, clock, logger);
        _refusals = new HlsRefusals(clock, logger);
        HlsArrival arrival = new(options, _refusals, clock);
        _playlists = new HlsPlaylists(arrival, _sessions, _refusals, clock);
        _manifests = new DashManifests(arrival, _dashSessions, clock);
        _alwaysOn = new AlwaysOnBranches(streams);
        _housekeeping = clock.CreateTimer(_ => HandleTimeout(), null, HousekeepingInterval, HousekeepingInterval);
    }

    /// <summary>Answers a request if it is one of HLS.</summary>
    /// <returns>False when it is not: nothing was done.</returns>
    public Task<bool> TryHandleAsync(HttpContext context) => TryHandleAsync(context, context.Request.Path.Value ?? "");

    /// <summary>The same where the streams do not lie at the root: what is asked for is <paramref name="address"/>, which begins with a slash.</summary>
    public async Task<bool> TryHandleAsync(HttpContext context, string address)
    {
        if (!HlsPath.TryParse(address, out HlsPath path)) return false;
        HttpResponse response = context.Response;
        if (_options.AllowOrigin.Length > 0) response.Headers.AccessControlAllowOrigin = _options.AllowOrigin;
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            response.Headers.AccessControlAllowMethods = "GET, HEAD, OPTIONS";
            response.Headers.AccessControlAllowHeaders = "*";
            response.Headers.AccessControlMaxAge = "86400";
            response.StatusCode = StatusCodes.Status204NoContent;
            return true;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.Headers.Allow = "GET, HEAD, OPTIONS";
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return true;
        }

        if (path.Resource == HlsResource.Clock)
        {
            await _manifests.SendTimeAsync(context).ConfigureAwait(false);
            return true;
        }

        if (!await MayViewAsync(context, path).ConfigureAwait(false)) return true;
        if (FindStream(path) is not { } stream)
        {
            if (path.Resource == HlsResource.Manifest && await _manifests.TrySendFinalAsync(context, path.Stream).ConfigureAwait(false)) return true;
            await Answers.NoStreamAsync(response, path.Stream).ConfigureAwait(false);
            return true;
        }

        switch (path.Resource)
        {
            case HlsResource.Multivariant:
                await _playlists.SendMultivariantAsync(context, stream, path).ConfigureAwait(false);
                break;
            case HlsResource.Manifest:
                await _manifests.SendAsync(context, stream).ConfigureAwait(false);
                break;
            case HlsResource.Media:
                await _playlists.SendMediaAsync(context, stream, path).ConfigureAwait(false);
                break;
            default:
                await HlsMedia.SendAsync(context, stream, path, _sessions, _refusals, _clock).ConfigureAwait(false);
                break;
        }

        return true;
    }

    /// <summary>Ends the viewers that are left, saying that the server stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _housekeeping.DisposeAsync().ConfigureAwait(false);
        _sessions.EndAll(SessionEndReason.ServerShutdown);
        _dashSessions.EndAll(SessionEndReason.ServerShutdown);
        _alwaysOn.Dispose();
    }

    /// <summary>
    /// Playlists and manifests need credentials, or the session that was given to whoever had shown some. Media does not: its URLs hold the path's incarnation, which nobody guesses,
    /// so that all viewers and caches share them.
    /// </summary>
    private ValueTask<bool> MayViewAsync(HttpContext context, in HlsPath path)
    {
        if (_options.Access is not { } access || path.Resource is not (HlsResource.Multivariant or HlsResource.Media or HlsResource.Manifest)) return ValueTask.FromResult(true);
        HlsSessions sessions = path.Resource == HlsResource.Manifest ? _dashSessions : _sessions;
        if (_streams.Find(path.Stream) is { } stream && sessions.Find(context.Request.Query["s"], stream, path.PackagingOf(stream)) is not null) return ValueTask.FromResult(true);
        return new ValueTask<bool>(HttpAccess.TryPassAsync(access, AccessAction.Read, path.Stream, context));
    }

    /// <summary>Who asks for a playlist wants to read; media of a stream that is gone is gone.</summary>
    private LiveStream? FindStream(in HlsPath path) =>
        path.Resource is HlsResource.Multivariant or HlsResource.Media or HlsResource.Manifest ? _streams.FindForReader(path.Stream) : _streams.Find(path.Stream);

    private void HandleTimeout()
    {
        _sessions.HandleTimeout(MonotonicTime.Now(_clock));
        _dashSessions.HandleTimeout(MonotonicTime.Now(_clock));
        _manifests.HandleTimeout(MonotonicTime.Now(_clock));
        _alwaysOn.Update();
    }
}
