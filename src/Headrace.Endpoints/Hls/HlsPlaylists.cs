using System.Buffers;
using System.Net;
using Headrace.Manifests.Hls;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;

namespace Headrace.Endpoints.Hls;

/// <summary>Answers playlist requests. A stream that is coming up is waited for, and so is a segment or part that was asked for; both waits are bounded.</summary>
internal sealed class HlsPlaylists(HlsEndpointOptions options, HlsSessions sessions, TimeProvider clock)
{
    private const string PlaylistType = "application/vnd.apple.mpegurl";

    /// <summary>A request for a segment further ahead than this is refused (RFC 8216bis, 6.2.5.2).</summary>
    private const int MaxAhead = 2;

    public async Task SendMultivariantAsync(HttpContext context, LiveStream stream)
    {
        if (!stream.HasPublisher && stream.Tracks.IsEmpty)
        {
            await Answers.UnavailableAsync(context.Response, $"Nobody publishes {stream.Name} now.").ConfigureAwait(false);
            return;
        }

        HlsSession? session = sessions.Find(context.Request.Query["s"]);
        if (session is null)
        {
            IPEndPoint remote = new(context.Connection.RemoteIpAddress ?? IPAddress.None, context.Connection.RemotePort);
            session = sessions.Create(stream, remote, context.Request.Headers.UserAgent);
        }

        using BranchLease<CmafBranch>? own = session is null ? CmafBranch.Acquire(stream) : null;
        CmafBranch branch = session?.Branch ?? own!.Branch;
        HlsPresentation? presentation = await PresentationAsync(branch, context.RequestAborted).ConfigureAwait(false);
        if (presentation is null)
        {
            await Answers.UnavailableAsync(context.Response, $"{stream.Name} cannot be played yet: no segment is complete, or it has no codec that HLS carries.").ConfigureAwait(false);
            return;
        }

        ArrayBufferWriter<byte> text = new(1024);
        MultivariantPlaylistWriter.Write(presentation.Describe(), text, session is null ? "" : $"s={session.Key}");
        context.Response.Headers.CacheControl = "no-store";
        session?.Touch(MonotonicTime.Now(clock), text.WrittenCount);
        await SendAsync(context, text.WrittenMemory).ConfigureAwait(false);
    }

    public async Task SendMediaAsync(HttpContext context, LiveStream stream, HlsPath path)
    {
        if (!HlsDirectives.TryParse(context.Request.Query, out HlsDirectives directives))
        {
            await Answers.BadRequestAsync(context.Response, "_HLS_msn and _HLS_part are numbers, and the part comes with a sequence number.").ConfigureAwait(false);
            return;
        }

        HlsSession? session = sessions.Find(context.Request.Query["s"]);
        using BranchLease<CmafBranch>? own = session is null ? CmafBranch.Acquire(stream) : null;
        HlsPresentation? presentation = await PresentationAsync(session?.Branch ?? own!.Branch, context.RequestAborted).ConfigureAwait(false);
        if (presentation?.Find(path.Rendition) is not { } rendition)
        {
            await Answers.NotFoundAsync(context.Response, $"{stream.Name} has no such rendition.").ConfigureAwait(false);
            return;
        }

        if (directives.MediaSequence > rendition.Snapshot!.NextMediaSequence + MaxAhead)
        {
            await Answers.BadRequestAsync(context.Response, "That segment is too far in the future.").ConfigureAwait(false);
            return;
        }

        session?.Touch(MonotonicTime.Now(clock), 0);
        HlsPlaylistSnapshot? snapshot = await SnapshotAsync(rendition, directives, TimeSpan.FromSeconds(3 * presentation.Targets.TargetDuration), context.RequestAborted).ConfigureAwait(false);
        if (snapshot is null)
        {
            await Answers.UnavailableAsync(context.Response, "The publisher is away; the segment did not come in time.").ConfigureAwait(false);
            return;
        }

        bool isGzip = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        ReadOnlyMemory<byte> text = snapshot.Render(directives.IsDelta, isGzip);
        if (isGzip) context.Response.Headers.ContentEncoding = "gzip";
        context.Response.Headers.Append("Vary", "Accept-Encoding");
        context.Response.Headers.CacheControl = "no-cache";
        session?.Touch(MonotonicTime.Now(clock), text.Length);
        await SendAsync(context, text).ConfigureAwait(false);
    }

    private static Task SendAsync(HttpContext context, ReadOnlyMemory<byte> text)
    {
        context.Response.ContentType = PlaylistType;
        context.Response.ContentLength = text.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.BodyWriter.WriteAsync(text, context.RequestAborted).AsTask();
    }

    private async ValueTask<HlsPresentation?> PresentationAsync(CmafBranch branch, CancellationToken aborted)
    {
        MonotonicTime deadline = MonotonicTime.Now(clock) + options.StartTimeout;
        while (true)
        {
            Task change = branch.NextChange();
            if (branch.Presentation is { } presentation) return presentation;
            if (branch.IsEnded || !await WaitAsync(change, deadline, aborted).ConfigureAwait(false)) return null;
        }
    }

    private async ValueTask<HlsPlaylistSnapshot?> SnapshotAsync(HlsRendition rendition, HlsDirectives directives, TimeSpan patience, CancellationToken aborted)
    {
        MonotonicTime deadline = MonotonicTime.Now(clock) + patience;
        while (true)
        {
            Task change = rendition.NextChange();
            HlsPlaylistSnapshot snapshot = rendition.Snapshot!;
            if (directives.MediaSequence is not { } sequence || snapshot.Contains(sequence, directives.Part)) return snapshot;
            if (rendition.IsEnded || !await WaitAsync(change, deadline, aborted).ConfigureAwait(false)) return null;
        }
    }

    private async ValueTask<bool> WaitAsync(Task change, MonotonicTime deadline, CancellationToken aborted)
    {
        TimeSpan left = deadline - MonotonicTime.Now(clock);
        if (left <= TimeSpan.Zero) return false;
        try
        {
            await change.WaitAsync(left, clock, aborted).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
