using System.Buffers;
using System.IO.Pipelines;
using Headrace.Server.Api.OpenApi;
using Headrace.Streaming.Access;
using Headrace.Streaming.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api.Events;

/// <summary><c>/api/v1/events</c>: what happens, as server-sent events, until the client leaves, may not listen any longer, or the server stops.</summary>
internal sealed class EventRoutes(EventHub events, AccessGate access, TimeProvider clock) : IApiRoutes
{
    /// <summary>Most clients that listen at the same time.</summary>
    internal const int MaxListeners = 1000;

    /// <summary>After so much silence a comment is sent.</summary>
    internal static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    private int _listeners;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/events", ListenAsync).WithMetadata(new ApiOperation("Tells what happens, as server-sent events.")
    {
        MediaType = EventText.MediaType, Problems = [ProblemKinds.InvalidRequest, ProblemKinds.LimitReached],
        Query =
        [
            ("types", "string", "Kinds of events, with commas between; without it, all."), ("stream", "string", "Only events of this stream."),
            ("lastEventId", "integer", "Goes on behind this event, as the header Last-Event-ID does; 0: with the oldest that is kept."), ("names", "string", "seed: kinds that have another name are called by it."),
        ],
    });

    private async Task ListenAsync(HttpContext context)
    {
        if (!EventFilter.TryRead(context.Request, out EventFilter? filter, out ApiProblem? problem))
        {
            await ApiAnswers.ProblemAsync(context, problem).ConfigureAwait(false);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _listeners) > MaxListeners) await ApiAnswers.ProblemAsync(context, ProblemKinds.LimitReached.With($"{MaxListeners} clients listen already.")).ConfigureAwait(false);
            else await SendAsync(context, filter).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client left.
        }
        finally
        {
            Interlocked.Decrement(ref _listeners);
        }
    }

    private async Task SendAsync(HttpContext context, EventFilter filter)
    {
        EventListener listener = events.Listen(filter.After);
        context.Response.ContentType = EventText.MediaType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        PipeWriter body = context.Response.BodyWriter;
        body.Write(EventText.Heartbeat);
        while (true)
        {
            Task change = listener.NextChange();
            if (context.Features.Get<AccessGrant>()?.HoldsUnder(access.Rules) == false) return;
            while (listener.TryRead(out MediaEvent? happened))
            {
                if (filter.Accepts(happened)) EventText.Write(body, happened, filter.UsesOtherNames);
            }

            await body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            if (listener.IsAtEnd) return;
            try
            {
                await change.WaitAsync(HeartbeatInterval, clock, context.RequestAborted).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                body.Write(EventText.Heartbeat);
            }
        }
    }
}
