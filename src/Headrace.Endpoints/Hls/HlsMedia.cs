using Headrace.Endpoints.Dash;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;

namespace Headrace.Endpoints.Hls;

/// <summary>Sends init segments, segments and parts: immutable bytes, shared by all. The part that a playlist hints at is waited for.</summary>
internal static class HlsMedia
{
    internal const string Immutable = "public, max-age=31536000, immutable";

    public static async Task SendAsync(HttpContext context, LiveStream stream, HlsPath path, HlsSessions sessions, HlsRefusals refusals, TimeProvider clock)
    {
        // What an URL of media names is there only while the branch runs: such a request starts none.
        using BranchLease<HlsBranch>? lease = path.Packaging!.TryAcquire(stream);
        HlsPresentation? presentation = lease?.Branch.Presentation;
        HlsRendition? rendition = presentation?.Find(path.Rendition);
        if (rendition is null || rendition.Incarnation != path.Incarnation)
        {
            await NotHereAsync(context).ConfigureAwait(false);
            return;
        }

        TimeSpan patience = TimeSpan.FromSeconds(3 * presentation!.Targets.TargetDuration);
        context.Response.ContentType = path.Packaging.MediaType;
        switch (path.Resource)
        {
            case HlsResource.Init when rendition.FindMap((int)Math.Min(path.Number, int.MaxValue)) is { } map:
                await SendMapAsync(context, map).ConfigureAwait(false);
                return;
            case HlsResource.Segment or HlsResource.SegmentAt:
                long number = path.Resource == HlsResource.Segment ? path.Number : rendition.FindSegmentAt(path.Number) ?? -1;
                HlsAnswer whole = new(sessions, path.Packaging, rendition.IsNewestSegment(number));
                if (await GrowingSegment.TrySendAsync(context, stream, rendition, number, patience, whole, clock).ConfigureAwait(false)) return;
                await SendPartsAsync(context, stream, rendition.TryTakeSegment(number), whole).ConfigureAwait(false);
                return;
            case HlsResource.Part:
                bool wasHinted = path.Number == rendition.Snapshot?.NextPart;
                HlsAnswer answer = new(sessions, path.Packaging, rendition.IsNewestPart(path.Number));
                HlsPart? part = await TakePartAsync(rendition, path.Number, patience, clock, context.RequestAborted).ConfigureAwait(false);
                if (part is null && wasHinted) await refusals.UnavailableAsync(context, stream, "The part did not come in time: the publisher is away.").ConfigureAwait(false);
                else await SendPartsAsync(context, stream, part is null ? [] : [part], answer).ConfigureAwait(false);
                return;
            default:
                await NotHereAsync(context).ConfigureAwait(false);
                return;
        }
    }

    private static async Task SendMapAsync(HttpContext context, HlsMap map)
    {
        Begin(context, map.Bytes.Length);
        if (!HasBody(context)) return;
        try
        {
            await context.Response.BodyWriter.WriteAsync(map.Bytes).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The viewer left: nothing to answer.
        }
    }

    private static async ValueTask<HlsPart?> TakePartAsync(HlsRendition rendition, long number, TimeSpan patience, TimeProvider clock, CancellationToken aborted)
    {
        MonotonicTime deadline = MonotonicTime.Now(clock) + patience;
        while (true)
        {
            Task change = rendition.NextChange();
            HlsPart? part = rendition.TryTakePart(number);
            if (part is not null) return part;
            TimeSpan left = deadline - MonotonicTime.Now(clock);
            if (rendition.IsEnded || number != rendition.Snapshot?.NextPart || left <= TimeSpan.Zero) return null;
            try
            {
                await change.WaitAsync(left, clock, aborted).ConfigureAwait(false);
            }
            catch (Exception e) when (e is TimeoutException or OperationCanceledException)
            {
                return null;
            }
        }
    }

    private static async Task SendPartsAsync(HttpContext context, LiveStream stream, IReadOnlyList<HlsPart> parts, HlsAnswer answer)
    {
        if (parts.Count == 0)
        {
            await NotHereAsync(context).ConfigureAwait(false);
            return;
        }

        try
        {
            long length = 0;
            for (int i = 0; i < parts.Count; i++) length += parts[i].Buffer.Length;
            Begin(context, length);
            if (HasBody(context)) answer.Count(context, stream, parts[^1].Arrival);
            for (int i = 0; i < parts.Count && HasBody(context); i++)
            {
                await context.Response.BodyWriter.WriteAsync(parts[i].Buffer.Memory).ConfigureAwait(false);
                stream.CountSent(parts[i].Buffer.Length);
            }
        }
        catch (OperationCanceledException)
        {
            // The viewer left in the middle: nothing to answer.
        }
        finally
        {
            for (int i = 0; i < parts.Count; i++) parts[i].Buffer.Release();
        }
    }

    private static void Begin(HttpContext context, long length)
    {
        context.Response.ContentLength = length;
        context.Response.Headers.CacheControl = Immutable;
    }

    private static bool HasBody(HttpContext context) => HttpMethods.IsGet(context.Request.Method);

    private static Task NotHereAsync(HttpContext context) =>
        Answers.NotFoundAsync(context.Response, "That piece is not here: it left the window, or it was never made.");
}
