using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Checking;
using Headrace.Manifests.Hls.Reading;

namespace Headrace.Server.Commands.CheckPlaylist;

/// <summary>
/// Follows one media playlist: blocking reloads of each part or segment where the server offers them, else polls; each third answer is a delta
/// update where it offers those, held against the full playlist.
/// </summary>
internal sealed class MediaPlaylistFollower(string url, HttpFetcher http, CheckerFeed feed, TimeProvider clock)
{
    private const int DeltaEvery = 3;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Uri _url = new(url);
    private readonly MediaFollower _media = new(http, feed);
    private MediaPlaylist? _last;
    private int _answers;

    /// <summary>Follows until the playlist ends, and all its media is fetched.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        Task media = _media.RunAsync(stop);
        try
        {
            while (_last is not { IsEnded: true }) await PauseAsync(await StepAsync(stop).ConfigureAwait(false), stop).ConfigureAwait(false);
        }
        finally
        {
            _media.Complete();
        }

        await media.ConfigureAwait(false);
    }

    /// <summary>One request; gives how long to wait before the next.</summary>
    private async Task<TimeSpan> StepAsync(CancellationToken stop)
    {
        bool asksForDelta = _last?.ServerControl?.CanSkipUntil is not null && ++_answers % DeltaEvery == 0;
        // 6.2.5.2: a blocked reload is answered within three target durations.
        TimeSpan patience = Patience + TimeSpan.FromSeconds(3 * (_last?.TargetDuration ?? 0));
        HttpAnswer answer = await GetAsync(url + Directives(asksForDelta), patience, stop).ConfigureAwait(false);
        MediaPlaylist? now = Read(answer);
        HttpAnswer? full = null;
        if (now is { SkippedSegments: > 0 })
        {
            full = await GetAsync(url, Patience, stop).ConfigureAwait(false);
            now = Read(full);
        }

        int status = answer.Fault is null ? answer.Status : 0;
        feed.Observe(new PlaylistResponse(answer.Url, answer.RequestedAt, answer.At, status, answer.Body, answer.Headers, full?.Body ?? default));
        if (now is null) return answer.Status == 503 ? ShortestPause : PauseAfterFault;
        _media.Take(now, _url, stop);
        bool isNew = _last is null || now.LastPosition != _last.LastPosition;
        _last = now;
        return PauseAfter(now, isNew);
    }

    private static TimeSpan PauseAfter(MediaPlaylist playlist, bool isNew)
    {
        if (playlist.IsEnded) return TimeSpan.Zero;
        if (playlist.ServerControl is { CanBlockReload: true }) return isNew ? TimeSpan.Zero : ShortestPause;
        // 6.3.4: a target duration after a change, half of one without.
        TimeSpan target = TimeSpan.FromSeconds(Math.Max(playlist.TargetDuration, 1));
        return isNew ? target : target / 2;
    }

    private static MediaPlaylist? Read(HttpAnswer answer) =>
        answer.IsSuccess && PlaylistReader.TryReadMedia(answer.Body.Span, out MediaPlaylist? playlist) ? playlist : null;

    private string Directives(bool asksForDelta)
    {
        string directives = "";
        if (_last is { IsEnded: false, ServerControl.CanBlockReload: true } last)
        {
            directives = $"_HLS_msn={last.NextMediaSequence}";
            if (last.PartTarget is not null) directives += $"&_HLS_part={last.Open?.Parts.Count ?? 0}";
        }

        if (asksForDelta) directives += directives.Length > 0 ? "&_HLS_skip=YES" : "_HLS_skip=YES";
        return directives.Length == 0 ? "" : (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + directives;
    }

    private Task<HttpAnswer> GetAsync(string target, TimeSpan patience, CancellationToken stop) =>
        http.GetAsync(target, null, PlaylistLimits.Bytes, true, patience, stop);

    private Task PauseAsync(TimeSpan pause, CancellationToken stop) => pause <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(pause, clock, stop);
}
