using System.Collections.Immutable;
using Headrace.Media.Rings;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Figures;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Rtsp;

/// <summary>
/// A viewer's way through the branch's ring, whatever carries his packets: where he begins, when he skips, when that is too often, and why he
/// ends. Read on the pump's thread only.
/// </summary>
internal sealed class RtspCursor
{
    /// <summary>No track's picture is left out.</summary>
    public const int NoTrack = -1;

    private const string Protocol = "rtsp";

    /// <summary>How fast the backlog at his start is sent, in times of real time.</summary>
    private const int BurstRate = 8;

    /// <summary>Skips within <see cref="SkipWindow"/> that end him.</summary>
    private const int MaxSkips = 20;

    private static readonly TimeSpan SkipWindow = TimeSpan.FromMinutes(1);

    private readonly IRtspCursorOwner _owner;
    private readonly LiveStream _stream;
    private readonly ProtocolDelays _delays;
    private readonly BranchLease<RtspBranch> _lease;
    private readonly RingReader<RtpPacketGroup> _reader;
    private MonotonicTime _windowStart;
    private long _skipsAtWindowStart;
    private int _leadingTrack = NoTrack;
    private MonotonicTime? _begun;

    /// <summary>A cursor that has not begun.</summary>
    /// <param name="owner">For whom it reads.</param>
    /// <param name="stream">What he reads.</param>
    /// <param name="lease">His claim on the branch; given back by <see cref="Dispose"/>.</param>
    /// <param name="initialBurst">How much of the backlog he gets at once; null: the usual.</param>
    public RtspCursor(IRtspCursorOwner owner, LiveStream stream, BranchLease<RtspBranch> lease, TimeSpan? initialBurst = null)
    {
        _owner = owner;
        _stream = stream;
        _delays = stream.Delays.Of(Protocol);
        _lease = lease;
        _reader = new RingReader<RtpPacketGroup>(lease.Branch.Ring, stream.Options.MaxLag, BurstRate, initialBurst);
    }

    /// <summary>How often he fell behind. Readable from any thread.</summary>
    public long Skips => _reader.Skips;

    /// <summary>How far behind the newest group he reads. Readable from any thread.</summary>
    public TimeSpan Lag => TimeSpan.FromTicks(_reader.Lag / 100);

    /// <summary>True when the backlog is given slowly: there is more before the ring says so.</summary>
    public bool IsPaced => _reader.IsPaced;

    /// <summary>Puts the cursor at the newest key frame; says where each track of the branch stands there. Empty: the next key frame is waited for.</summary>
    public ImmutableArray<RtpTrackStart> Begin(MonotonicTime now)
    {
        _begun = now;
        long start = _reader.Begin(!_stream.Options.StartsCached, now.Nanoseconds);
        if (start < 0 || _lease.Branch.Ring.TryTake(start) is not { } group) return [];
        ImmutableArray<RtpTrackStart> starts = group.Starts;
        group.Release();
        return starts;
    }

    /// <summary>The next group, retained for the caller; null when there is none now, and when the session has ended for it.</summary>
    public RtpPacketGroup? TryRead(MonotonicTime now)
    {
        long skips = _reader.Skips;
        long lag = _reader.Lag;
        RtpPacketGroup? group = _reader.TryRead(now.Nanoseconds);
        if (_reader.Skips != skips) OnSkip(now, lag);
        if (group is not null) Measure(group);
        else if (_reader.IsAtEnd) _owner.End(WhyItEnded());
        return group;
    }

    /// <summary>Goes on at the next key frame: what was read last did not get through.</summary>
    public void Skip(MonotonicTime now)
    {
        long lag = _reader.Lag;
        _reader.Skip(now.Nanoseconds);
        OnSkip(now, lag);
    }

    /// <summary>
    /// The track whose picture in the group read last he cannot decode, or <see cref="NoTrack"/>: leading pictures after the point where he joined
    /// refer to what he never got.
    /// </summary>
    public int Undecodable(RtpPacketGroup group)
    {
        if (group.IsJoinPoint) _leadingTrack = _reader.JoinedAt == _reader.Cursor - 1 ? group.TrackId : NoTrack;
        else if (group.TrackId == _leadingTrack && !group.IsLeading) _leadingTrack = NoTrack;
        return group.IsLeading && group.TrackId == _leadingTrack ? _leadingTrack : NoTrack;
    }

    /// <summary>Gives the branch back.</summary>
    public void Dispose() => _lease.Dispose();

    private void Measure(RtpPacketGroup group)
    {
        if (!_reader.IsCatchingUp) _delays.OnSend(group.Arrival);
        if (_begun is not { } begun) return;
        _delays.OnFirstSend(begun);
        _begun = null;
    }

    private SessionEndReason WhyItEnded()
    {
        if (_lease.Branch.IsOutdated) return SessionEndReason.FormatChanged;
        return _stream.HasPublisher ? SessionEndReason.InternalError : SessionEndReason.PublisherGone;
    }

    private void OnSkip(MonotonicTime now, long lag)
    {
        bool isNews = _reader.Skips == 1 || now - _windowStart > SkipWindow;
        _owner.OnSkip(new ViewerSkip(lag / 1_000_000, _reader.Skips, _reader.SkippedItems, isNews));
        if (isNews)
        {
            _windowStart = now;
            _skipsAtWindowStart = _reader.Skips;
        }
        else if (_reader.Skips - _skipsAtWindowStart > MaxSkips)
        {
            _owner.End(SessionEndReason.TooSlow);
        }
    }
}
