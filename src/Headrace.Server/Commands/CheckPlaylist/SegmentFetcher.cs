using System.Threading.Channels;
using Headrace.Containers.Mp4;
using Headrace.Manifests.Dash.Checking;
using Headrace.Manifests.Hls.Checking;

namespace Headrace.Server.Commands.CheckPlaylist;

/// <summary>Fetches the segments of one init segment, one after the other.</summary>
internal sealed class SegmentFetcher
{
    private const int MaxWaiting = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<DashSegment> _waiting = Channel.CreateBounded<DashSegment>(MaxWaiting);
    private readonly HttpFetcher _http;
    private readonly MpdFeed _feed;
    private InitSegmentInfo? _init;

    public SegmentFetcher(HttpFetcher http, MpdFeed feed, CancellationToken stop)
    {
        _http = http;
        _feed = feed;
        Done = RunAsync(stop);
    }

    /// <summary>Completes when all that was added is fetched, after <see cref="Complete"/>.</summary>
    public Task Done { get; }

    public void Add(DashSegment segment)
    {
        if (!_waiting.Writer.TryWrite(segment)) _feed.Skip();
    }

    public void Complete() => _waiting.Writer.Complete();

    private async Task RunAsync(CancellationToken stop)
    {
        await foreach (DashSegment segment in _waiting.Reader.ReadAllAsync(stop).ConfigureAwait(false))
        {
            if (_init is null) await FetchInitAsync(segment.Initialization, stop).ConfigureAwait(false);
            HttpAnswer answer = await _http.GetAsync(segment.Url, null, HttpFetcher.MaxMedia, false, Patience, stop).ConfigureAwait(false);
            string? fault = answer.Fault;
            MediaTiming? timing = answer.IsSuccess && _init is not null ? MediaInspector.Inspect(_init, answer.Body.Span, out fault) : null;
            _feed.Observe(new MediaFact(answer.Url, answer.At, answer.Fault is null ? answer.Status : 0, answer.Body.Length, "", timing, Fault: fault));
        }
    }

    private async Task FetchInitAsync(string url, CancellationToken stop)
    {
        HttpAnswer answer = await _http.GetAsync(url, null, HttpFetcher.MaxMedia, false, Patience, stop).ConfigureAwait(false);
        Mp4Error error = default;
        bool isRead = answer.IsSuccess && InitSegmentReader.TryRead(answer.Body.Span, out _init, out error);
        _feed.Observe(new MediaFact(answer.Url, answer.At, answer.Fault is null ? answer.Status : 0, answer.Body.Length, "", Fault: isRead ? null : answer.Fault ?? error.ToString()));
    }
}
