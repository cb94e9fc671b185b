using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Headrace.Endpoints.Hls;
using Headrace.Manifests.Dash;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Dash;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;

namespace Headrace.Endpoints.Dash;

/// <summary>Answers requests for MPDs, and for the time that players set their clocks by. Media is that of HLS: see <see cref="HlsMedia"/>.</summary>
internal sealed class DashManifests(HlsArrival arrival, HlsSessions sessions, TimeProvider clock)
{
    private const string ManifestType = "application/dash+xml";

    /// <summary>How long after its last manifest players are told that a stream has ended.</summary>
    private static readonly TimeSpan FinalLife = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (LiveStream Stream, MonotonicTime Until)> _finals = new();

    public async Task SendAsync(HttpContext context, LiveStream stream)
    {
        MonotonicTime asked = MonotonicTime.Now(clock);
        HlsPackaging packaging = HlsPackaging.Cmaf;
        bool isFfmpeg = FfmpegPlayer.Is(context.Request);
        if (await arrival.IsAwayAsync(context, stream, packaging).ConfigureAwait(false)) return;
        if (sessions.WasKicked(context.Request.Query["s"]))
        {
            await Answers.ForbiddenAsync(context.Response, "This viewer was sent away.").ConfigureAwait(false);
            return;
        }

        HlsSession? session = sessions.Find(context.Request.Query["s"], stream, packaging) ?? (isFfmpeg ? sessions.FindKeyless(context, stream, packaging) : null);
        using BranchLease<HlsBranch>? own = session is null ? packaging.Acquire(stream) : null;
        HlsBranch branch = session?.Branch ?? own!.Branch;
        HlsPresentation? presentation = await arrival.PresentationAsync(branch, context.RequestAborted).ConfigureAwait(false);
        if (presentation is null || DashManifest.Describe(stream, branch, clock, isListed: isFfmpeg) is not { } manifest)
        {
            await arrival.NotPlayableAsync(context, stream, packaging).ConfigureAwait(false);
            return;
        }

        // Only who gets a manifest to play by is a viewer.
        if (session is null && HttpMethods.IsGet(context.Request.Method) && sessions.TryBegin(context, stream, packaging, asked, out session) is not ReaderRefusal.None and ReaderRefusal refusal)
        {
            await Answers.RefusedAsync(context.Response, stream.Name, refusal).ConfigureAwait(false);
            return;
        }

        if (isFfmpeg && session is not null)
        {
            sessions.RememberKeyless(session);
            if ((session.ListedFrom ??= ListedWindow.Begin(manifest)) is { } begin) manifest = ListedWindow.From(manifest, begin);
        }

        _finals[stream.Name] = (stream, MonotonicTime.Now(clock) + FinalLife);
        string query = HlsSessions.QueryOf(session, context);
        ArrayBufferWriter<byte> text = new(2048);
        MpdWriter.Write(query.Length == 0 ? manifest : manifest with { Location = $"manifest.mpd?{query}" }, text);
        context.Response.Headers.CacheControl = "no-store";
        session?.Touch(MonotonicTime.Now(clock), text.WrittenCount);
        await Answers.SendTextAsync(context, ManifestType, text.WrittenMemory).ConfigureAwait(false);
    }

    /// <summary>Tells players of a stream that is no more where it ended; false when nobody has played it for a while, and nothing was done.</summary>
    public async ValueTask<bool> TrySendFinalAsync(HttpContext context, string name)
    {
        if (!_finals.TryGetValue(name, out (LiveStream Stream, MonotonicTime Until) ended) || DashManifest.DescribeEnd(ended.Stream, FfmpegPlayer.Is(context.Request)) is not { } manifest) return false;
        ArrayBufferWriter<byte> text = new(2048);
        MpdWriter.Write(manifest, text);
        context.Response.Headers.CacheControl = "no-store";
        await Answers.SendTextAsync(context, ManifestType, text.WrittenMemory).ConfigureAwait(false);
        return true;
    }

    /// <summary>Forgets streams that nobody has played for a while.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        foreach ((string name, (_, MonotonicTime until)) in _finals)
        {
            if (now >= until) _finals.TryRemove(name, out _);
        }
    }

    /// <summary>The server's time, as urn:mpeg:dash:utc:http-iso:2014 has it. It is nobody's secret: whoever may ask for a manifest or not.</summary>
    public Task SendTimeAsync(HttpContext context)
    {
        string now = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = "no-store";
        return Answers.SendTextAsync(context, "text/plain", Encoding.ASCII.GetBytes(now));
    }
}
