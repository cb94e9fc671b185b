using System.Globalization;
using Headrace.Endpoints.Hls;
using Headrace.Media.Timing;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;

namespace Headrace.Endpoints.Dash;

/// <summary>
/// Sends a segment while it is being made, part by part as each is complete (chunked transfer coding); the one that comes next is waited for. Whoever reads all of it has the same bytes as he who comes later.
/// </summary>
internal static class GrowingSegment
{
    /// <summary>Sends a segment that is not complete yet; false when it is, or is not to be expected: then nothing was done.</summary>
    /// <param name="context">The request.</param>
    /// <param name="stream">What is viewed.</param>
    /// <param name="rendition">Its rendition.</param>
    /// <param name="number">Number of the segment.</param>
    /// <param name="patience">How long the next part is waited for.</param>
    /// <param name="answer">What figures count.</param>
    /// <param name="clock">Time.</param>
    public static async ValueTask<bool> TrySendAsync(HttpContext context, LiveStream stream, HlsRendition rendition, long number, TimeSpan patience, HlsAnswer answer, TimeProvider clock)
    {
        List<HlsPart> parts = [];
        int sent = 0;
        MonotonicTime deadline = MonotonicTime.Now(clock) + patience;
        try
        {
            while (true)
            {
                Task change = rendition.NextChange();
                SegmentProgress progress = rendition.TakeParts(number, sent, parts);
                if (sent == 0 && IsOfAnother(context, rendition, number)) return true;
                if (sent == 0 && progress is SegmentProgress.Absent or SegmentProgress.Complete && !context.Response.HasStarted) return false;
                if (HttpMethods.IsHead(context.Request.Method)) return true;
                if (parts.Count > 0)
                {
                    if (sent == 0) Begin(context, stream, parts[^1], answer);
                    sent += parts.Count;
                    await SendAsync(context, stream, parts).ConfigureAwait(false);
                    deadline = MonotonicTime.Now(clock) + patience;
                }

                if (progress == SegmentProgress.Complete) return true;
                TimeSpan left = deadline - MonotonicTime.Now(clock);
                if (progress == SegmentProgress.Absent || rendition.IsEnded || left <= TimeSpan.Zero) return Break(context, sent);
                await change.WaitAsync(left, clock, context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return Break(context, sent);
        }
        finally
        {
            foreach (HlsPart part in parts) part.Buffer.Release();
        }
    }

    /// <summary>
    /// A player that goes by durations asks for the next number also where the next segment belongs to a new period that it has not heard of, whose init segment is another: it gets an empty one, and the new manifest
    /// in time. Feeding it what it cannot decode, or refusing it, would end its playback.
    /// </summary>
    private static bool IsOfAnother(HttpContext context, HlsRendition rendition, long number)
    {
        if (!int.TryParse(context.Request.Query["i"], NumberStyles.None, CultureInfo.InvariantCulture, out int map) || rendition.FindMapOf(number) is not { } own || own == map) return false;
        context.Response.ContentLength = 0;
        context.Response.Headers.CacheControl = "no-store";
        return true;
    }

    private static void Begin(HttpContext context, LiveStream stream, HlsPart newest, in HlsAnswer answer)
    {
        context.Response.Headers.CacheControl = HlsMedia.Immutable;
        answer.Count(context, stream, newest.Arrival);
    }

    private static async ValueTask SendAsync(HttpContext context, LiveStream stream, List<HlsPart> parts)
    {
        while (parts.Count > 0)
        {
            HlsPart part = parts[0];
            await context.Response.BodyWriter.WriteAsync(part.Buffer.Memory).ConfigureAwait(false);
            stream.CountSent(part.Buffer.Length);
            parts.RemoveAt(0);
            part.Buffer.Release();
        }
    }

    /// <summary>The segment will not be complete: an answer that has begun must not look as if it were.</summary>
    private static bool Break(HttpContext context, int sent)
    {
        if (sent == 0) return false;
        context.Abort();
        return true;
    }
}
