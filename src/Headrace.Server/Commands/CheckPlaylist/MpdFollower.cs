using System.Globalization;
using System.Text;
using Headrace.Manifests.Dash;
using Headrace.Manifests.Dash.Checking;
using Headrace.Manifests.Dash.Reading;
using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Timing;

namespace Headrace.Server.Commands.CheckPlaylist;

/// <summary>Follows a presentation of DASH over HTTP: its MPD as often as that says, by the clock that it names, and all segments that it names.</summary>
internal sealed class MpdFollower(HttpClient client, MpdFeed feed, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(500);
    private readonly HttpFetcher _http = new(client, clock);
    private readonly Dictionary<string, SegmentFetcher> _fetchers = [];
    private TimeSpan? _clockOffset;

    /// <summary>Follows until the presentation has ended, the time is over, or it is told to stop.</summary>
    /// <param name="url">An absolute HTTP URL.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="stop">Ends it early, without exception.</param>
    public async Task RunAsync(Uri url, TimeSpan duration, CancellationToken stop)
    {
        using CancellationTokenSource timeout = new(duration, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            while (await ReloadAsync(url, either.Token).ConfigureAwait(false) is { } pause)
            {
                if (feed.Last?.Location is { } location && Uri.TryCreate(url, location, out Uri? next) && next.Scheme is "http" or "https") url = next;
                await Task.Delay(pause, clock, either.Token).ConfigureAwait(false);
            }

            foreach (SegmentFetcher fetcher in _fetchers.Values) fetcher.Complete();
            await Task.WhenAll(_fetchers.Values.Select(fetcher => fetcher.Done)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The time is over: that is how a live stream is left.
        }
    }

    /// <summary>Takes the MPD once; how long it is good for, or null when no other will come.</summary>
    private async Task<TimeSpan?> ReloadAsync(Uri url, CancellationToken stop)
    {
        HttpAnswer answer = await _http.GetAsync(url.AbsoluteUri, null, MpdLimits.Bytes, true, Patience, stop).ConfigureAwait(false);
        if (answer.IsSuccess && _clockOffset is null && MpdReader.TryRead(answer.Body, out Mpd? first)) _clockOffset = await AskClockAsync(url, first, stop).ConfigureAwait(false);
        DateTime utc = (clock.GetUtcNow() + (_clockOffset ?? TimeSpan.Zero)).UtcDateTime;
        foreach (DashSegment segment in feed.Observe(new MpdResponse(answer.Url, answer.At, utc, answer.Fault is null ? answer.Status : 0, answer.Body)))
        {
            if (!_fetchers.TryGetValue(segment.Initialization, out SegmentFetcher? fetcher)) _fetchers[segment.Initialization] = fetcher = new SegmentFetcher(_http, feed, stop);
            fetcher.Add(segment);
        }

        if (answer.Status == 503 || feed.Last is null) return LeastPause;
        return feed.Last is { IsDynamic: true, MinimumUpdatePeriod: { } period } ? period > LeastPause ? period : LeastPause : null;
    }

    /// <summary>How far the clock that an MPD names is ahead of ours; zero where it cannot be read.</summary>
    private async Task<TimeSpan> AskClockAsync(Uri url, Mpd mpd, CancellationToken stop)
    {
        foreach (UtcTiming timing in mpd.UtcTimings.ToArray())
        {
            if (timing.Scheme != UtcTiming.HttpIso || !Uri.TryCreate(url, timing.Value, out Uri? where) || where.Scheme is not ("http" or "https")) continue;
            HttpAnswer answer = await _http.GetAsync(where.AbsoluteUri, null, 1000, false, Patience, stop).ConfigureAwait(false);
            bool isTime = DateTimeOffset.TryParse(Encoding.UTF8.GetString(answer.Body.Span), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
            if (answer.IsSuccess && isTime) return time - clock.GetUtcNow();
            feed.Observe(new MediaFact(where.AbsoluteUri, answer.At, answer.IsSuccess ? 0 : answer.Status, 0, "", Fault: "the clock that UTCTiming names does not tell the time"));
        }

        return TimeSpan.Zero;
    }
}
