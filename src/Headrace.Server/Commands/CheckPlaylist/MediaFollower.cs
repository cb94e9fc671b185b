using System.Security.Cryptography;
using System.Threading.Channels;
using Headrace.Containers.Mp4;
using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Checking;

namespace Headrace.Server.Commands.CheckPlaylist;

/// <summary>
/// Fetches all media of one playlist in its order, apart from the playlist's loop. What a preload hint names is asked for at once, as players do,
/// and counts when the playlist lists it.
/// </summary>
internal sealed class MediaFollower(HttpFetcher http, CheckerFeed feed)
{
    /// <summary>Pieces that wait to be fetched; when there are more, new ones are left out and counted.</summary>
    private const int MaxWaiting = 500;

    /// <summary>Of a playlist that is seen for the first time only the newest segments are fetched.</summary>
    private const int MaxFirstSegments = 20;

    private const int MaxRemembered = 20_000;
    private const int MaxHinted = 64;
    private const int MaxMaps = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<MediaRequest> _waiting =
        Channel.CreateBounded<MediaRequest>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    private readonly HashSet<(string Url, ByteRange? Range)> _seen = [];
    private readonly Queue<(string Url, ByteRange? Range)> _order = [];
    private readonly Dictionary<(string Url, ByteRange? Range), InitSegmentInfo?> _maps = [];
    private readonly List<(string Url, Task<HttpAnswer> Answer)> _hinted = [];
    private readonly Lock _hintGate = new();
    private readonly TransportInspector _transport = new();

    /// <summary>Queues what is new in a playlist. Called by the playlist's loop alone.</summary>
    public void Take(MediaPlaylist playlist, Uri baseUrl, CancellationToken stop)
    {
        int first = _seen.Count == 0 ? Math.Max(playlist.Segments.Count - MaxFirstSegments, 0) : 0;
        for (int i = first; i < playlist.Segments.Count; i++) TakeSegment(playlist.Segments[i], baseUrl);
        if (playlist.Open is { } open) TakeSegment(open, baseUrl);
        foreach (PreloadHint hint in playlist.PreloadHints)
        {
            // A hint into a longer resource has no end yet: it is fetched when it is listed.
            if (hint is { Type: PreloadHintType.Part, RangeStart: null, RangeLength: null }) TakeHint(Resolve(baseUrl, hint.Uri), stop);
        }
    }

    /// <summary>No more will be queued.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Fetches until all is fetched that was queued before <see cref="Complete"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await foreach (MediaRequest request in _waiting.Reader.ReadAllAsync(stop).ConfigureAwait(false))
        {
            InitSegmentInfo? init = request.MapUrl is { } map ? await MapAsync(map, request.MapRange, stop).ConfigureAwait(false) : null;
            HttpAnswer answer = await FetchAsync(request, stop).ConfigureAwait(false);
            string? fault = answer.Fault;
            MediaTiming? timing = null;
            if (answer.IsSuccess && init is not null) timing = MediaInspector.Inspect(init, answer.Body.Span, out fault);
            else if (answer.IsSuccess && request.MapUrl is null) timing = _transport.Inspect(answer.Body.Span, out fault);
            feed.Observe(FactOf(answer, request.Range, timing, fault));
        }
    }

    private static string Resolve(Uri baseUrl, string uri) => Uri.TryCreate(baseUrl, uri, out Uri? resolved) ? resolved.AbsoluteUri : uri;

    private static MediaFact FactOf(HttpAnswer answer, ByteRange? range, MediaTiming? timing, string? fault)
    {
        string hash = Convert.ToHexString(SHA256.HashData(answer.Body.Span));
        return new MediaFact(answer.Url, answer.At, answer.Status, answer.Body.Length, hash, timing, range, answer.Headers, fault);
    }

    private void TakeSegment(MediaSegment segment, Uri baseUrl)
    {
        foreach (PartialSegment part in segment.Parts)
        {
            if (!part.IsGap) Queue(segment, baseUrl, part.Uri, part.Range);
        }

        if (!segment.IsOpen && !segment.IsGap) Queue(segment, baseUrl, segment.Uri, segment.Range);
    }

    private void Queue(MediaSegment segment, Uri baseUrl, string uri, ByteRange? range)
    {
        string url = Resolve(baseUrl, uri);
        if (!_seen.Add((url, range))) return;
        if (_order.Count >= MaxRemembered) _seen.Remove(_order.Dequeue());
        _order.Enqueue((url, range));
        string? map = segment.Map is { } named ? Resolve(baseUrl, named.Uri) : null;
        if (!_waiting.Writer.TryWrite(new MediaRequest(url, range, map, segment.Map?.Range))) feed.Skip();
    }

    private void TakeHint(string url, CancellationToken stop)
    {
        lock (_hintGate)
        {
            if (_seen.Contains((url, null)) || _hinted.Exists(hint => hint.Url == url)) return;
            if (_hinted.Count >= MaxHinted) _hinted.RemoveAt(0);
            _hinted.Add((url, http.GetAsync(url, null, HttpFetcher.MaxMedia, false, Patience, stop)));
        }
    }

    private async Task<HttpAnswer> FetchAsync(MediaRequest request, CancellationToken stop)
    {
        Task<HttpAnswer>? hinted = null;
        lock (_hintGate)
        {
            int at = request.Range is null ? _hinted.FindIndex(hint => hint.Url == request.Url) : -1;
            if (at >= 0)
            {
                hinted = _hinted[at].Answer;
                _hinted.RemoveAt(at);
            }
        }

        // A hint may be dropped by the server; what is listed must be there.
        if (hinted is not null && await hinted.ConfigureAwait(false) is { IsSuccess: true } answer) return answer;
        return await http.GetAsync(request.Url, request.Range, HttpFetcher.MaxMedia, false, Patience, stop).ConfigureAwait(false);
    }

    private async Task<InitSegmentInfo?> MapAsync(string url, ByteRange? range, CancellationToken stop)
    {
        if (_maps.TryGetValue((url, range), out InitSegmentInfo? known)) return known;
        HttpAnswer answer = await http.GetAsync(url, range, HttpFetcher.MaxMedia, false, Patience, stop).ConfigureAwait(false);
        string? fault = answer.Fault;
        InitSegmentInfo? info = null;
        if (answer.IsSuccess && !InitSegmentReader.TryRead(answer.Body.Span, out info, out Mp4Error error)) fault = error.ToString();
        feed.Observe(FactOf(answer, range, null, fault));
        if (_maps.Count >= MaxMaps) _maps.Clear();
        _maps[(url, range)] = info;
        return info;
    }
}
