using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Checking;
using Headrace.Manifests.Hls.Reading;
using Headrace.Media.Timing;

namespace Headrace.Server.Commands.CheckPlaylist;

/// <summary>Follows a presentation over HTTP: the playlist at its URL and, where that is a Multivariant Playlist, all that it names.</summary>
internal sealed class PlaylistFollower(HttpClient client, CheckerFeed feed, TimeProvider clock)
{
    /// <summary>Media playlists that are followed at most.</summary>
    public const int MaxPlaylists = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PauseBeforeRetry = TimeSpan.FromSeconds(1);
    private readonly HttpFetcher _http = new(client, clock);

    /// <summary>Follows until all playlists have ended, the time is over, or it is told to stop.</summary>
    /// <param name="url">An absolute HTTP URL.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="stop">Ends it early, without exception.</param>
    public async Task RunAsync(Uri url, TimeSpan duration, CancellationToken stop)
    {
        using CancellationTokenSource timeout = new(duration, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            IReadOnlyList<string> playlists = await FindAsync(url, either.Token).ConfigureAwait(false);
            List<Task> loops = [];
            foreach (string playlist in playlists.Take(MaxPlaylists))
            {
                MediaPlaylistFollower follower = new(playlist, _http, feed, clock);
                loops.Add(follower.RunAsync(either.Token));
            }

            await Task.WhenAll(loops).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The time is over: that is how a live stream is left.
        }

        feed.Finish(MonotonicTime.Now(clock));
    }

    /// <summary>The media playlists behind a URL; none where it cannot be read.</summary>
    private async Task<IReadOnlyList<string>> FindAsync(Uri url, CancellationToken stop)
    {
        while (true)
        {
            HttpAnswer answer = await _http.GetAsync(url.AbsoluteUri, null, PlaylistLimits.Bytes, true, Patience, stop).ConfigureAwait(false);
            // A stream that is not there yet may come.
            if (answer.Status == 503)
            {
                await Task.Delay(PauseBeforeRetry, clock, stop).ConfigureAwait(false);
                continue;
            }

            // A media playlist is asked for again by its own loop.
            if (answer.IsSuccess && PlaylistReader.FindKind(answer.Body.Span) == PlaylistKind.Media) return [url.AbsoluteUri];
            int status = answer.Fault is null ? answer.Status : 0;
            feed.Observe(new PlaylistResponse(answer.Url, answer.RequestedAt, answer.At, status, answer.Body, answer.Headers));
            bool isRead = answer.IsSuccess & PlaylistReader.TryReadMultivariant(answer.Body.Span, out MultivariantPlaylist? playlist);
            return isRead ? UrlsOf(playlist!, url) : [];
        }
    }

    private static string[] UrlsOf(MultivariantPlaylist playlist, Uri url)
    {
        IEnumerable<string> renditions = playlist.Renditions.Where(rendition => rendition.Uri is not null).Select(rendition => rendition.Uri!);
        IEnumerable<string> uris = playlist.Variants.Select(variant => variant.Uri).Concat(renditions);
        return [.. uris.Select(uri => Uri.TryCreate(url, uri, out Uri? resolved) ? resolved : null)
            .Where(resolved => resolved is { Scheme: "http" or "https" })
            .Select(resolved => resolved!.AbsoluteUri)
            .Distinct()];
    }
}
