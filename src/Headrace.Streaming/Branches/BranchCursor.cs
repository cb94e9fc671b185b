using Headrace.Media.Rings;
using Headrace.Media.Timing;
using Headrace.Streaming.Figures;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Branches;

/// <summary>
/// A viewer's way through a branch's ring, whatever carries his packets: where he begins, when he skips, when that is too often, and why he
/// ends. Read by one thread only.
/// </summary>
public sealed class BranchCursor<TGroup>
    where TGroup : class, IPacketGroup
{
    /// <summary>How fast the backlog at his start is sent, in times of real time.</summary>
    private const int BurstRate = 8;

    /// <summary>Skips within <see cref="SkipWindow"/> that end him.</summary>
    private const int MaxSkips = 20;

    private static readonly TimeSpan SkipWindow = TimeSpan.FromMinutes(1);

    private readonly ICursorOwner _owner;
    private readonly LiveStream _stream;
    private readonly ProtocolDelays _delays;
    private readonly IDisposable _lease;
    private readonly PacketBranch<TGroup> _branch;
    private readonly RingReader<TGroup> _reader;
    private MonotonicTime _windowStart;
    private long _skipsAtWindowStart;
    private int _leadingTrack = IPacketGroup.NoTrack;
    private MonotonicTime? _begun;

    /// <summary>A cursor that has not begun.</summary>
    /// <param name="owner">For whom it reads.</param>
    /// <param name="stream">What he reads.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="lease">His claim on it; given back by <see cref="Dispose"/>.</param>
    /// <param name="initialBurst">How much of the backlog he gets at once; null: the usual.</param>
    public BranchCursor(ICursorOwner owner, LiveStream stream, PacketBranch<TGroup> branch, IDisposable lease, TimeSpan? initialBurst = null)
    {
        _owner = owner;
        _stream = stream;
        _delays = stream.Delays.Of(owner.Protocol);
        _branch = branch;
        _lease = lease;
        _reader = new RingReader<TGroup>(branch.Ring, stream.Options.MaxLag, BurstRate, initialBurst);
    }

    /// <summary>How often he fell behind. Readable from any thread.</summary>
    public long Skips => _reader.Skips;

    /// <summary>How far behind the newest group he reads. Readable from any thread.</summary>
    public TimeSpan Lag => TimeSpan.FromTicks(_reader.Lag / TimeSpan.NanosecondsPerTick);

    /// <summary>True when the backlog is given slowly: there is more before the ring says so.</summary>
    public bool IsPaced => _reader.IsPaced;

    /// <summary>True when the group read last is the one at which he began, or went on after a skip.</summary>
    internal bool HasJoined => _reader.JoinedAt == _reader.Cursor - 1;

    /// <summary>
    /// Puts the cursor at the newest key frame. The group there, for what it says alone: its bytes may be gone. Null: the next key frame is waited for.
    /// </summary>
    public TGroup? Begin(MonotonicTime now)
    {
        _begun = now;
        long start = _reader.Begin(!_stream.Options.StartsCached, now.Nanoseconds);
        if (start < 0 || _branch.Ring.TryTake(start) is not { } group) return null;
        group.Release();
        return group;
    }

    /// <summary>The next group, retained for the caller; null when there is none now, and when the session has ended for it.</summary>
    public TGroup? TryRead(MonotonicTime now)
    {
        long skips = _reader.Skips;
        TGroup? group = _reader.TryRead(now.Nanoseconds);
        if (_reader.Skips != skips) OnSkip(now, _reader.LagAtSkip);
        if (group is not null) Measure(group);
        else if (_reader.IsAtEnd) _owner.End(WhyItEnded());
        return group;
    }

    /// <summary>Goes on at the next key frame: what was read last did not get through.</summary>
    public void Skip(MonotonicTime now)
    {
        _reader.Skip(now.Nanoseconds);
        OnSkip(now, _reader.LagAtSkip);
    }

    /// <summary>
    /// The track whose picture in the group read last he cannot decode, or <see cref="IPacketGroup.NoTrack"/>: leading pictures after the point where he joined
    /// refer to what he never got.
    /// </summary>
    public int Undecodable(TGroup group)
    {
        if (group.IsJoinPoint) _leadingTrack = HasJoined ? group.TrackId : IPacketGroup.NoTrack;
        else if (group.TrackId == _leadingTrack && !group.IsLeading) _leadingTrack = IPacketGroup.NoTrack;
        return group.IsLeading && group.TrackId == _leadingTrack ? _leadingTrack : IPacketGroup.NoTrack;
    }

    /// <summary>Gives the branch back.</summary>
    public void Dispose() => _lease.Dispose();

    private void Measure(TGroup group)
    {
        if (!_reader.IsCatchingUp) _delays.OnSend(group.Arrival);
        if (_begun is not { } begun) return;
        _delays.OnFirstSend(begun);
        _begun = null;
    }

    private SessionEndReason WhyItEnded()
    {
        if (_branch.IsOutdated) return SessionEndReason.FormatChanged;
        return _stream.HasPublisher ? SessionEndReason.InternalError : SessionEndReason.PublisherGone;
    }

    private void OnSkip(MonotonicTime now, long lag)
    {
        bool isNews = _reader.Skips == 1 || now - _windowStart > SkipWindow;
        _owner.OnSkip(new CursorSkip(lag / 1_000_000, _reader.Skips, _reader.SkippedItems, isNews));
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
