using System.Net;
using Headrace.Endpoints.Access;
using Headrace.Endpoints.Hls;
using Headrace.Endpoints.HttpLive.Forms;
using Headrace.Endpoints.HttpLive.WebSockets;
using Headrace.Streaming.Access;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.HttpLive;

/// <summary>Sends streams without end, over HTTP and WebSocket: <c>/NAME.flv</c>, <c>/NAME.ts</c>, <c>/NAME.mp4</c>.</summary>
/// <param name="options">What holds for all.</param>
/// <param name="streams">The streams.</param>
/// <param name="sessions">Where viewers are listed.</param>
/// <param name="pumps">Who writes, where a connection can be handed over.</param>
/// <param name="clock">Time.</param>
/// <param name="loggers">Logs.</param>
public sealed class HttpLiveEndpoint(HttpLiveOptions options, StreamRegistry streams, SessionRegistry sessions, EgressPumps pumps, TimeProvider clock, ILoggerFactory loggers)
{
    private static readonly Task Forever = new TaskCompletionSource().Task;

    private readonly ILogger _logger = loggers.CreateLogger("Headrace.HttpLive");
    private readonly HttpLiveRefusals _refusals = new(clock, loggers.CreateLogger("Headrace.HttpLive"));

    /// <summary>Answers a request if it is one of these. Headers of cross-origin rules are set already, where the asking origin may read.</summary>
    /// <returns>False when it is not: nothing was done.</returns>
    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "";
        if (LiveForm.Of(path) is not { } form || path.Length <= form.Ending.Length + 1) return false;
        if (!StreamName.TryParse(path.AsSpan(1, path.Length - 1 - form.Ending.Length), out StreamName? name, out _)) return false;
        bool isWebSocket = WebSocketRequest.Is(context);
        if (!await IsWellAsync(context, isWebSocket).ConfigureAwait(false)) return true;
        if (options.Access is { } access && !await HttpAccess.TryPassAsync(access, AccessAction.Read, name.Value, context).ConfigureAwait(false)) return true;
        if (streams.FindForReader(name.Value) is not { } stream)
        {
            await Answers.NoStreamAsync(context.Response, name.Value).ConfigureAwait(false);
            return true;
        }

        if (!await ComesUpAsync(context, stream, form).ConfigureAwait(false)) return true;
        context.Response.Headers.CacheControl = "no-store";
        if (!isWebSocket) context.Response.ContentType = form.MediaType;
        if (!HttpMethods.IsHead(context.Request.Method)) await ServeAsync(context, stream, form, isWebSocket).ConfigureAwait(false);
        return true;
    }

    /// <summary>Answers what needs no stream; true when it is a request to be served.</summary>
    private static async Task<bool> IsWellAsync(HttpContext context, bool isWebSocket)
    {
        const string Methods = "GET, HEAD, OPTIONS";
        HttpResponse response = context.Response;
        if (isWebSocket)
        {
            if (!WebSocketRequest.MayOriginAsk(context))
            {
                await Answers.ForbiddenAsync(response, "Pages of this origin may not read media here (http.cors).").ConfigureAwait(false);
                return false;
            }

            if (WebSocketRequest.IsValid(context)) return true;
            response.Headers.SecWebSocketVersion = WebSocketRequest.Version;
            await Answers.BadRequestAsync(response, "That is no request for a WebSocket of version 13.").ConfigureAwait(false);
            return false;
        }

        if (HttpMethods.IsOptions(context.Request.Method))
        {
            response.Headers.AccessControlAllowMethods = Methods;
            response.Headers.AccessControlAllowHeaders = "*";
            response.Headers.AccessControlMaxAge = "86400";
            response.StatusCode = StatusCodes.Status204NoContent;
            return false;
        }

        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) return true;
        response.Headers.Allow = Methods;
        response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return false;
    }

    /// <summary>Waits for a stream that is coming up; answers where it does not, or has nothing to send in the form.</summary>
    private async Task<bool> ComesUpAsync(HttpContext context, LiveStream stream, LiveForm form)
    {
        bool isComing = await StreamPatience.WaitAsync(stream, options.ReadyTimeout, Forever, clock, context.RequestAborted).ConfigureAwait(false);
        if (context.RequestAborted.IsCancellationRequested) return false;
        if (!isComing)
        {
            await _refusals.UnavailableAsync(context, stream, form, $"Nobody publishes {stream.Name} now.").ConfigureAwait(false);
            return false;
        }

        if (stream.Tracks.Any(track => form.Carrier.WhyNot(track) is null)) return true;
        if (stream.Ready.IsCompleted && form.Carrier.WhyNever(stream.Tracks) is { } reason) await _refusals.NotCarriedAsync(context, stream, form, reason).ConfigureAwait(false);
        else await _refusals.UnavailableAsync(context, stream, form, stream.Tracks.IsEmpty ? $"{stream.Name} did not come up in time." : $"{stream.Name} cannot be played yet: {form.Carrier.WhyNothing(stream.Tracks)}.").ConfigureAwait(false);
        return false;
    }

    private async Task ServeAsync(HttpContext context, LiveStream stream, LiveForm form, bool isWebSocket)
    {
        IPEndPoint remote = new(context.Connection.RemoteIpAddress ?? IPAddress.None, context.Connection.RemotePort);
        HttpLiveSession session = new(
            form, isWebSocket, stream, remote, context.Request.Headers.UserAgent, context.Features.Get<AccessGrant>(), streams.Events, clock.GetUtcNow(), _logger);
        if (stream.TryAddReader(session) is not ReaderRefusal.None and ReaderRefusal refusal)
        {
            session.Close();
            await Answers.RefusedAsync(context.Response, stream.Name, refusal).ConfigureAwait(false);
            return;
        }

        sessions.Add(session);
        HttpLiveLog.Playing(_logger, stream.Name, remote, session.Protocol, session.UserAgent);
        try
        {
            session.Open();
            await SendAsync(context, session).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A fault in one connection is its own end, and nobody else's.
            session.End(SessionEndReason.InternalError);
            HttpLiveLog.Failed(_logger, e, stream.Name, remote, session.Protocol);
            context.Abort();
        }
        finally
        {
            session.End(SessionEndReason.Closed);
            session.Close();
            stream.RemoveReader(session, SessionEndReason.Closed);
            sessions.Remove(session);
            HttpLiveLog.Left(_logger, stream.Name, remote, session.Protocol, session.EndReason, session.BytesOut, session.Skips);
        }
    }

    private async Task SendAsync(HttpContext context, HttpLiveSession session)
    {
        using PumpSender? sender = PumpSender.TryTake(context, session, pumps.Next(), clock);
        if (sender is not null)
        {
            await sender.RunAsync().ConfigureAwait(false);
            return;
        }

        using StreamSender own = new(context, session, clock);
        await own.RunAsync().ConfigureAwait(false);
    }
}
