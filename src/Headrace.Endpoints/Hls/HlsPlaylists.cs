using System.Buffers;
using System.Net;
using Headrace.Endpoints.Access;
using Headrace.Manifests.Hls;
using Headrace.Media.Timing;
using Headrace.Streaming.Access;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;

namespace Headrace.Endpoints.Hls;

/// <summary>Answers playlist requests. A stream that is coming up is waited for, and so is a segment or part that was asked for; both waits are bounded.</summary>
internal sealed class HlsPlaylists(HlsArrival arrival, HlsSessions sessions, HlsRefusals refusals, TimeProvider clock)
{
    private const string PlaylistType = "application/vnd.apple.mpegurl";

    public async Task SendMultivariantAsync(HttpContext context, LiveStream stream, HlsPath path)
    {
        MonotonicTime asked = MonotonicTime.Now(clock);
        HlsPackaging packaging = path.PackagingOf(stream);
        if (await arrival.IsAwayAsync(context, stream, packaging).ConfigureAwait(false)) return;
        HlsSession? session = sessions.Find(context.Request.Query["s"], stream, packaging);
        using BranchLease<HlsBranch>? own = session is null ? packaging.Acquire(stream) : null;
        HlsBranch branch = session?.Branch ?? own!.Branch;
        HlsPresentation? presentation = await arrival.PresentationAsync(branch, context.RequestAborted).ConfigureAwait(false);
        if (presentation is null)
        {
            await arrival.NotPlayableAsync(context, stream, packaging).ConfigureAwait(false);
            return;
        }

        // Only who gets a playlist to play by is a viewer.
        if (session is null && HttpMethods.IsGet(context.Request.Method) && sessions.TryBegin(context, stream, packaging, asked, out session) is not ReaderRefusal.None and ReaderRefusal refusal)
        {
            await Answers.RefusedAsync(context.Response, stream.Name, refusal).ConfigureAwait(false);
            return;
        }

        ArrayBufferWriter<byte> text = new(1024);
        MultivariantPlaylistWriter.Write(presentation.Describe(), text, HlsSessions.QueryOf(session, context));
        context.Response.Headers.CacheControl = "no-store";
        session?.Touch(MonotonicTime.Now(clock), text.WrittenCount);
        await Answers.SendTextAsync(context, PlaylistType, text.WrittenMemory).ConfigureAwait(false);
    }

    public async Task SendMediaAsync(HttpContext context, LiveStream stream, HlsPath path)
    {
        if (!HlsDirectives.TryParse(context.Request.Query, out HlsDirectives directives))
        {
            await Answers.BadRequestAsync(context.Response, "_HLS_msn and _HLS_part are numbers, and the part comes with a sequence number.").ConfigureAwait(false);
            return;
        }

        if (await arrival.IsAwayAsync(context, stream, path.Packaging!).ConfigureAwait(false)) return;
        HlsSession? session = sessions.Find(context.Request.Query["s"], stream, path.Packaging!);
        using BranchLease<HlsBranch>? own = session is null ? path.Packaging!.Acquire(stream) : null;
        HlsPresentation? presentation = await arrival.PresentationAsync(session?.Branch ?? own!.Branch, context.RequestAborted).ConfigureAwait(false);
        if (presentation is null)
        {
            await arrival.NotPlayableAsync(context, stream, path.Packaging!).ConfigureAwait(false);
            return;
        }

        if (presentation.Find(path.Rendition) is not { } rendition)
        {
            await Answers.NotFoundAsync(context.Response, $"{stream.Name} has no such rendition.").ConfigureAwait(false);
            return;
        }

        if (directives.MediaSequence is { } wanted && rendition.Snapshot!.IsTooFarAhead(wanted, directives.Part))
        {
            await refusals.TooFarAheadAsync(context, stream).ConfigureAwait(false);
            return;
        }

        session?.Touch(MonotonicTime.Now(clock), 0);
        HlsPlaylistSnapshot? snapshot = await SnapshotAsync(rendition, directives, TimeSpan.FromSeconds(3 * presentation.Targets.TargetDuration), context.RequestAborted).ConfigureAwait(false);
        // Players give up after some errors: while the stream is paused, they are told again what there was.
        if (snapshot is null && stream.IsPaused) snapshot = rendition.Snapshot;
        if (snapshot is null)
        {
            session?.Touch(MonotonicTime.Now(clock), 0);
            await refusals.UnavailableAsync(context, stream, "The publisher is away; the segment did not come in time.").ConfigureAwait(false);
            return;
        }

        bool isGzip = AcceptsGzip(context.Request.Headers.AcceptEncoding.ToString());
        ReadOnlyMemory<byte> text = snapshot.Render(directives.IsDelta, isGzip);
        if (isGzip) context.Response.Headers.ContentEncoding = "gzip";
        context.Response.Headers.Append("Vary", "Accept-Encoding");
        context.Response.Headers.CacheControl = "no-cache";
        session?.Touch(MonotonicTime.Now(clock), text.Length);
        await Answers.SendTextAsync(context, PlaylistType, text).ConfigureAwait(false);
    }

    /// <summary>Whether gzip is among the codings (RFC 9110, 12.5.3) and not refused with a quality of 0.</summary>
    private static bool AcceptsGzip(ReadOnlySpan<char> codings)
    {
        foreach (Range range in codings.Split(','))
        {
            ReadOnlySpan<char> coding = codings[range].Trim();
            int semicolon = coding.IndexOf(';');
            ReadOnlySpan<char> name = semicolon < 0 ? coding : coding[..semicolon].TrimEnd();
            if (!name.Equals("gzip", StringComparison.OrdinalIgnoreCase)) continue;
            ReadOnlySpan<char> quality = semicolon < 0 ? default : coding[(semicolon + 1)..].Trim();
            return !quality.StartsWith("q=0", StringComparison.OrdinalIgnoreCase) || quality.ContainsAnyInRange('1', '9');
        }

        return false;
    }

    private async ValueTask<HlsPlaylistSnapshot?> SnapshotAsync(HlsRendition rendition, HlsDirectives directives, TimeSpan patience, CancellationToken aborted)
    {
        MonotonicTime deadline = MonotonicTime.Now(clock) + patience;
        while (true)
        {
            Task change = rendition.NextChange();
            HlsPlaylistSnapshot snapshot = rendition.Snapshot!;
            if (directives.MediaSequence is not { } sequence || snapshot.Contains(sequence, directives.Part)) return snapshot;
            if (rendition.IsEnded || !await arrival.WaitAsync(change, deadline, aborted).ConfigureAwait(false)) return null;
        }
    }
}
