using System.Text;
using Headrace.Manifests.Hls.Client;
using Headrace.Media.Timing;

namespace Headrace.Manifests.Tests.Hls.Client;

/// <summary>A session against a simulated server in virtual time. What has come is played at its own pace, one segment behind the other.</summary>
internal sealed class ClientRun
{
    private readonly PriorityQueue<(HlsFetch Fetch, Answer Answer), long> _answers = new();
    private readonly Func<HlsFetch, TimeSpan, Answer> _server;
    private readonly Queue<(SegmentFetch Fetch, TimeSpan Until)> _playing = new();
    private TimeSpan _playedUntil;

    public ClientRun(Func<HlsFetch, TimeSpan, Answer> server, Uri? location = null, HlsClientOptions? options = null)
    {
        _server = server;
        Session = new HlsClientSession(options ?? new HlsClientOptions(), location ?? LiveOrigin.Location, default);
    }

    public HlsClientSession Session { get; }

    public TimeSpan Now { get; private set; }

    /// <summary>What was asked for, and when.</summary>
    public List<(TimeSpan At, HlsFetch Fetch)> Asked { get; } = [];

    /// <summary>The segments that came.</summary>
    public List<SegmentFetch> Got { get; } = [];

    public IEnumerable<TimeSpan> Loads => Asked.Where(static one => one.Fetch is PlaylistFetch).Select(static one => one.At);

    public IEnumerable<long> Numbers(int rendition = 0) => Got.Where(one => one.Rendition == rendition).Select(static one => one.Number);

    /// <summary>Goes on until an instant, or until the session ends.</summary>
    public ClientRun Until(double seconds)
    {
        TimeSpan end = TimeSpan.FromSeconds(seconds);
        for (int step = 0; Session.End is null; step++)
        {
            Assert.True(step < 1_000_000, "the session does not come to rest");
            while (Session.TryNext(At(Now), out HlsFetch? fetch))
            {
                Asked.Add((Now, fetch));
                Assert.True(Asked.Count < 100_000, "the session asks without end");
                Answer answer = _server(fetch, Now);
                _answers.Enqueue((fetch, answer), (Now + answer.Delay).Ticks);
            }

            if (Session.End is not null) break;
            TimeSpan next = Session.Due is var due && due == MonotonicTime.Never ? TimeSpan.MaxValue : TimeSpan.FromTicks(due.Nanoseconds / 100);
            if (_answers.TryPeek(out _, out long at) && at < next.Ticks) next = TimeSpan.FromTicks(at);
            if (_playing.TryPeek(out var playing) && playing.Until < next) next = playing.Until;
            if (next > end) break;
            Now = next > Now ? next : Now;
            Deliver();
        }

        if (Session.End is null) Now = end;
        return this;
    }

    public static Answer Ok(string body, double delay = 0.02) => new(TimeSpan.FromSeconds(delay), body, null);

    public static Answer Missing(double delay = 0.02) => new(TimeSpan.FromSeconds(delay), null, new HlsFetchFault(HlsFetchFaultKind.Missing, "it answered 404"));

    public static Answer Failing(double delay = 0.02) => new(TimeSpan.FromSeconds(delay), null, new HlsFetchFault(HlsFetchFaultKind.Failing, "it answered 503"));

    private static MonotonicTime At(TimeSpan time) => new(time.Ticks * 100);

    private void Deliver()
    {
        while (_answers.TryPeek(out (HlsFetch Fetch, Answer Answer) one, out long at) && at <= Now.Ticks)
        {
            _answers.Dequeue();
            if (one.Answer.Fault is { } fault) Session.Fail(one.Fetch, fault, At(Now));
            else if (one.Fetch is PlaylistFetch playlist) Session.Complete(playlist, one.Fetch.Location, Encoding.UTF8.GetBytes(one.Answer.Body!), At(Now));
            else Play((SegmentFetch)one.Fetch);
        }

        while (_playing.TryPeek(out var playing) && playing.Until <= Now)
        {
            _playing.Dequeue();
            Session.Release(playing.Fetch, 1000);
        }
    }

    private void Play(SegmentFetch segment)
    {
        Got.Add(segment);
        Session.Complete(segment, 1000);
        if (segment.Rendition == 0) _playedUntil = (_playedUntil > Now ? _playedUntil : Now) + segment.Duration;
        _playing.Enqueue((segment, _playedUntil));
    }

    public sealed record Answer(TimeSpan Delay, string? Body, HlsFetchFault? Fault);
}
