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
internal sealed class HlsPlaylists(HlsEndpointOptions options, HlsSessions sessions, HlsRefusals refusals, TimeProvider clock)
{
    private const string PlaylistType = "application/vnd.apple.mpegurl";

    public async Task SendMultivariantAsync(HttpContext context, LiveStream stream, HlsPath path)
    {
        MonotonicTime asked = MonotonicTime.Now(clock);
        HlsPackaging packaging = path.PackagingOf(stream);
        if (await IsAwayAsync(context, stream, packaging).ConfigureAwait(false)) return;
        HlsSession? session = sessions.Find(context.Request.Query["s"], stream, packaging);
        using BranchLease<HlsBranch>? own = session is null ? packaging.Acquire(stream) : null;
        HlsBranch branch = session?.Branch ?? own!.Branch;
        HlsPresentation? presentation = await PresentationAsync(branch, context.RequestAborted).ConfigureAwait(false);
        if (presentation is null)
        {
            await NotPlayableAsync(context, stream).ConfigureAwait(false);
            return;
        }

        // Only who gets a playlist to play by is a viewer.
        if (session is null && HttpMethods.IsGet(context.Request.Method) && TryBegin(context, stream, packaging, asked, out session) is not ReaderRefusal.None and ReaderRefusal refusal)
        {
            await Answers.RefusedAsync(context.Response, stream.Name, refusal).ConfigureAwait(false);
            return;
        }

        ArrayBufferWriter<byte> text = new(1024);
        MultivariantPlaylistWriter.Write(presentation.Describe(), text, QueryOf(session, context.Request.Query[HttpAccess.TokenParameter]));
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

        if (await IsAwayAsync(context, stream, path.Packaging!).ConfigureAwait(false)) return;
        HlsSession? session = sessions.Find(context.Request.Query["s"], stream, path.Packaging!);
        using BranchLease<HlsBranch>? own = session is null ? path.Packaging!.Acquire(stream) : null;
        HlsPresentation? presentation = await PresentationAsync(session?.Branch ?? own!.Branch, context.RequestAborted).ConfigureAwait(false);
        if (presentation is null)
        {
            await NotPlayableAsync(context, stream).ConfigureAwait(false);
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
        await SendAsync(context, text).ConfigureAwait(false);
    }

    /// <summary>What the media playlists' URLs carry: the viewer's session, and his token, for when the session is over.</summary>
    private static string QueryOf(HlsSession? session, string? token)
    {
        string own = session is null ? "" : $"s={session.Key}";
        if (string.IsNullOrEmpty(token)) return own;
        return $"{own}{(own.Length == 0 ? "" : "&")}{HttpAccess.TokenParameter}={Uri.EscapeDataString(token)}";
    }

    private async Task<bool> IsAwayAsync(HttpContext context, LiveStream stream, HlsPackaging packaging)
    {
        if (stream.TryWake())
        {
            // Once all that was announced is there: waiting would not help.
            if (!stream.Ready.IsCompleted || packaging.Form.WhyNever(stream.Tracks) is not { } reason) return false;
            await refusals.NotCarriedAsync(context, stream, reason).ConfigureAwait(false);
            return true;
        }

        await refusals.UnavailableAsync(context, stream, $"Nobody publishes {stream.Name} now.").ConfigureAwait(false);
        return true;
    }

    private Task NotPlayableAsync(HttpContext context, LiveStream stream) =>
        refusals.UnavailableAsync(context, stream, $"{stream.Name} cannot be played yet: no segment is complete, or it has no codec that HLS carries.");

    private static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> text)
    {
        context.Response.ContentType = PlaylistType;
        context.Response.ContentLength = text.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return;
        try
        {
            await context.Response.BodyWriter.WriteAsync(text).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The viewer left: nothing to answer.
        }
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

    private ReaderRefusal TryBegin(HttpContext context, LiveStream stream, HlsPackaging packaging, MonotonicTime asked, out HlsSession? session)
    {
        IPEndPoint remote = new(context.Connection.RemoteIpAddress ?? IPAddress.None, context.Connection.RemotePort);
        return sessions.TryCreate(stream, packaging, remote, context.Request.Headers.UserAgent, context.Features.Get<AccessGrant>(), asked, out session);
    }

    private async ValueTask<HlsPresentation?> PresentationAsync(HlsBranch branch, CancellationToken aborted)
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
