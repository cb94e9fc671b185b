using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Headrace.Endpoints.Http;
using Headrace.Manifests.Hls.Client;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>
/// Drives one run of a source over HLS: fetches what the <see cref="HlsClientSession"/> asks for, has segments read, and publishes each unit when it is due. One loop does all of it; fetches
/// run beside it and tell it when they are done.
/// </summary>
internal sealed class HlsPull : Session, IDisposable
{
    /// <summary>Segments in a row without media that end it.</summary>
    public const int MaxUnreadable = 3;

    /// <summary>Answers that wait for the loop: a playlist and a segment of each rendition, and the timer.</summary>
    private const int MaxDone = 16;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>Units that are due within it go together: timers are no finer.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(10);

    private readonly HlsSourceOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly HlsFetcher _fetcher;
    private readonly HlsClientSession _session;
    private readonly PacedPublisher _publisher;
    private readonly SharedLine _line = new();
    private readonly List<RenditionReader> _readers = [];
    private readonly Channel<FetchAnswer?> _done = Channel.CreateBounded<FetchAnswer?>(new BoundedChannelOptions(MaxDone) { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly MonotonicTime _start;
    private HlsClientFigures _told;
    private SegmentFigures? _segments;
    private MonotonicTime _nextReport;
    private MonotonicTime _due = MonotonicTime.Never;
    private int _running;

    public HlsPull(HlsSourceOptions options, IReadOnlySet<string> failed, SourceHttpClient client, StreamRegistry streams, TimeProvider clock, ILogger logger)
        : base("hls", HttpPeer.Of(options.Location.Url), clock.GetUtcNow())
    {
        (_options, _clock, _logger) = (options, clock, logger);
        StreamName = options.Stream;
        Input = options.Input;
        Role = SessionRole.Publisher;
        _publisher = new PacedPublisher(streams, this, logger);
        _fetcher = new HlsFetcher(client, () => _publisher.Account);
        _session = new HlsClientSession(new HlsClientOptions { Carries = CodecNames.IsCarried, Failed = failed }, options.Location.Url, Now);
        _start = Now;
        _nextReport = _start + ReportInterval;
    }

    public override string? Input { get; }

    public override long BytesIn => _fetcher.Bytes;

    public override long BytesOut => 0;

    public override SegmentFigures? Segments => Volatile.Read(ref _segments);

    /// <summary>The kind of fault that it ended for, once the run is over.</summary>
    public SourceCause Cause { get; private set; }

    /// <summary>The variant that was taken and failed, once the run is over; null where there was no choice, or nothing was wrong with it.</summary>
    public VariantChoice? Failed { get; private set; }

    private MonotonicTime Now => MonotonicTime.Now(_clock);

    /// <summary>Runs until it ends, for whatever reason: why, in one clause, and for how long media came.</summary>
    public async Task<(string Fault, TimeSpan Worked)> RunAsync(CancellationToken cancellation)
    {
        await using CancellationTokenRegistration stop = cancellation.Register(() => End(SessionEndReason.ServerShutdown));
        await using ITimer timer = _clock.CreateTimer(_ => _done.Writer.TryWrite(null), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        string? fault = null;
        SessionEndReason reason = SessionEndReason.Closed;
        try
        {
            while (EndReason is null && fault is null)
            {
                while (_done.Reader.TryRead(out FetchAnswer? answer)) Take(answer);
                (fault, reason) = Advance(Now);
                if (fault is not null && _publisher.Fault is null && reason != SessionEndReason.Closed) Failed = _session.Choice;
                if (fault is not null) break;
                timer.Change(WaitUntilDue(Now), Timeout.InfiniteTimeSpan);
                await _done.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The session was ended from outside.
        }
        catch (Exception e)
        {
            // A fault of ours in one source is its own end, and nobody else's.
            HlsSourceLog.Failed(_logger, e, StreamName!, _options.Location);
            (fault, reason) = ("a fault of the server; the log has it", SessionEndReason.InternalError);
        }
        finally
        {
            End(reason);
            await CloseAsync().ConfigureAwait(false);
        }

        TimeSpan worked = _publisher.FirstMedia == MonotonicTime.Never ? TimeSpan.Zero : Now - _publisher.FirstMedia;
        return (fault ?? $"the session was ended ({EndReason})", worked);
    }

    /// <summary>Gives back what is held, behind the run.</summary>
    public void Dispose()
    {
        foreach (RenditionReader reader in _readers) reader.Dispose();
        _publisher.Dispose();
        _stop.Dispose();
    }

    protected override void OnEnd()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run was over first.
        }
    }

    private (string? Fault, SessionEndReason Reason) Advance(MonotonicTime now)
    {
        while (_session.TryNext(now, out HlsFetch? fetch)) Start(fetch);
        foreach (RenditionReader reader in _readers) reader.Read(now);
        bool isLast = _session.End is not null && _readers.TrueForAll(static reader => reader.IsEmpty);
        _due = _publisher.Publish(now, isLast);
        Report(now);
        if (_publisher.Fault is { } refused) return (refused, SessionEndReason.Refused);
        foreach (RenditionReader reader in _readers)
        {
            if (reader.Unreadable >= MaxUnreadable) return ($"its last {reader.Unreadable} segments cannot be read: {reader.LastFault}", SessionEndReason.ProtocolError);
        }

        MonotonicTime last = _publisher.LastMedia == MonotonicTime.Never ? _start : _publisher.LastMedia;
        if (now - last > _options.MediaTimeout && _publisher.IsEmpty && _session.End is null)
        {
            if (Cause == SourceCause.Unknown) Cause = SourceCause.NoMedia;
            return (string.Create(CultureInfo.InvariantCulture, $"no media has come for {_options.MediaTimeout.TotalSeconds:0.#} s"), SessionEndReason.TimedOut);
        }

        // What has come before an end is played.
        if (_session.End is not { } end || _running > 0 || !isLast || !_publisher.IsEmpty) return default;
        return (end.Text, end.Reason switch
        {
            HlsClientEndReason.Ended => SessionEndReason.Closed,
            HlsClientEndReason.TimedOut => SessionEndReason.TimedOut,
            HlsClientEndReason.Refused => SessionEndReason.Refused,
            _ => SessionEndReason.ProtocolError,
        });
    }

    private TimeSpan WaitUntilDue(MonotonicTime now)
    {
        MonotonicTime next = MonotonicTime.Earlier(_due, _session.Due);
        TimeSpan wait = next == MonotonicTime.Never ? LongestWait : next - now;
        return wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait;
    }

    private void Start(HlsFetch fetch)
    {
        _running++;
        _ = FetchAsync(fetch);
    }

    private async Task FetchAsync(HlsFetch fetch)
    {
        FetchAnswer answer;
        try
        {
            answer = await _fetcher.FetchAsync(fetch, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            answer = new FetchAnswer(fetch) { Fault = new HlsFetchFault(HlsFetchFaultKind.Failing, "it was stopped") };
        }
        catch (Exception e)
        {
            HlsSourceLog.Failed(_logger, e, StreamName!, _options.Location);
            answer = new FetchAnswer(fetch) { Fault = new HlsFetchFault(HlsFetchFaultKind.Final, "a fault of the server; the log has it") };
        }

        await _done.Writer.WriteAsync(answer).ConfigureAwait(false);
    }

    private void Take(FetchAnswer? answer)
    {
        if (answer is null) return;
        _running--;
        MonotonicTime now = Now;
        Cause = answer.Cause;
        if (answer.Fault is not null)
        {
            _session.Fail(answer.Fetch, answer.Fault, now);
        }
        else if (answer.Fetch is SegmentFetch segment)
        {
            _session.Complete(segment, answer.Bytes.Length);
            Measure(segment, answer.Bytes.Length);
            _readers[segment.Rendition].Add(new FetchedSegment(segment, answer.Bytes, answer.Init));
        }
        else
        {
            _session.Complete((PlaylistFetch)answer.Fetch, answer.Location!.Url, answer.Bytes.Span, now);
            answer.Bytes.Release();
            if (_readers.Count == 0 && _session.Renditions > 0) Begin();
        }
    }

    private void Begin()
    {
        _publisher.Begin(_session.Renditions);
        for (int i = 0; i < _session.Renditions; i++)
        {
            _readers.Add(new RenditionReader(i, _line, _publisher, read => _session.Release(read.Fetch, read.Bytes.Length), remark => HlsSourceLog.Remarks(_logger, StreamName!, _options.Location, remark)));
        }

        if (_session.Choice is not { } choice) return;
        string codecs = choice.Variant.Codecs.Length > 0 ? choice.Variant.Codecs : "codecs not named";
        HlsSourceLog.Chooses(_logger, StreamName!, _options.Location, choice.Variant.Bandwidth, codecs, choice.Audio is { } audio ? $"its rendition {audio.Name}" : "the same segments");
    }

    private void Measure(SegmentFetch segment, int bytes)
    {
        HlsClientFigures figures = _session.Figures;
        long rate = segment.Duration > TimeSpan.Zero ? (long)(bytes * 8 / segment.Duration.TotalSeconds) : 0;
        Volatile.Write(ref _segments, new SegmentFigures(figures.Segments, figures.Retries, figures.Skipped, figures.Missed, figures.Restarts, figures.Discontinuities, _publisher.Pace.Stalls, _publisher.Pace.Delay, rate));
    }

    /// <summary>Says what was lost, if something was.</summary>
    private void Report(MonotonicTime now)
    {
        if (now < _nextReport) return;
        _nextReport = now + ReportInterval;
        HlsClientFigures figures = _session.Figures;
        bool isWorse = figures.Skipped + figures.Missed + figures.Restarts > _told.Skipped + _told.Missed + _told.Restarts;
        HlsClientFigures before = _told;
        _told = figures;
        if (isWorse) HlsSourceLog.Loses(_logger, StreamName!, _options.Location, figures.Since(before));
    }

    /// <summary>Waits for what runs, and gives back what came of it; the stream is let go.</summary>
    private async Task CloseAsync()
    {
        while (_running > 0)
        {
            if (await _done.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false) is not { } answer) continue;
            _running--;
            answer.Bytes.Release();
        }

        foreach (RenditionReader reader in _readers) reader.Dispose();
        _publisher.Dispose();
    }
}
