using System.Buffers.Binary;
using System.Collections.Immutable;
using Headrace.Media.Buffers;
using Headrace.Media.Rings;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Rtp;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;

namespace Headrace.Endpoints.Rtsp;

/// <summary>A viewer over one connection: his cursor in the branch's ring, and the channels that he chose.</summary>
internal sealed class RtspViewer : IEgressSource
{
    /// <summary>How fast the backlog at his start is sent, in times of real time.</summary>
    private const int BurstRate = 8;

    /// <summary>Skips within <see cref="SkipWindow"/> that end him.</summary>
    private const int MaxSkips = 20;

    private const int NoTrack = -1;

    private static readonly TimeSpan SkipWindow = TimeSpan.FromMinutes(1);

    /// <summary>How long his connection may take nothing at all.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(10);

    private readonly RtspConnection _session;
    private readonly BranchLease<RtspTcpBranch> _lease;
    private readonly TcpEgress _egress;
    private readonly EgressGroup _group;
    private readonly RingReader<RtpPacketGroup> _reader;
    private readonly ChannelMap _channels;
    private readonly ImmutableArray<(int Index, int TrackId)> _tracks;
    private readonly bool _startsCached;
    private readonly LiveStream _stream;
    private MonotonicTime _windowStart;
    private long _skipsAtWindowStart;
    private int _leadingTrack = NoTrack;

    public RtspViewer(
        RtspConnection session, LiveStream stream, BranchLease<RtspTcpBranch> lease, TcpEgress egress, ImmutableArray<Track> described, ImmutableArray<RtspTrackSetup> setups)
    {
        _session = session;
        _stream = stream;
        _lease = lease;
        _egress = egress;
        _startsCached = stream.Options.StartsCached;
        _tracks = [.. setups.Select(setup => (setup.Track, described[setup.Track].Id))];
        _channels = ChannelMap.Of(setups, described);
        _reader = new RingReader<RtpPacketGroup>(lease.Branch.Ring, stream.Options.MaxLag, BurstRate);
        _group = lease.Branch.GroupOf(egress.Pump);
    }

    /// <summary>How often he fell behind.</summary>
    public long Skips => _reader.Skips;

    /// <summary>Puts the cursor at the newest key frame. Empty starts: the next key frame is waited for.</summary>
    public ImmutableArray<RtpStart> Begin(MonotonicTime now)
    {
        long start = _reader.Begin(!_startsCached, now.Nanoseconds);
        _group.Add(_egress);
        if (start < 0 || _lease.Branch.Ring.TryTake(start) is not { } group) return [];
        ImmutableArray<RtpTrackStart> starts = group.Starts;
        group.Release();
        return [.. from track in _tracks
                   from at in starts
                   where at.TrackId == track.TrackId
                   select new RtpStart(track.Index, at.Sequence, at.Timestamp)];
    }

    /// <summary>Gives the branch back.</summary>
    public void Stop()
    {
        _group.Remove(_egress);
        _lease.Dispose();
    }

    /// <inheritdoc/>
    public bool TryNext(MonotonicTime now, out MediaBuffer buffer)
    {
        while (TryRead(now) is { } group)
        {
            int leftOut = Undecodable(group);
            buffer = _channels.IsIdentity && leftOut == NoTrack ? group.Buffer : _channels.Rewrite(group.Buffer, _stream.Memory, leftOut);
            if (buffer.Length > 0) return true;
        }

        buffer = default;
        return false;
    }

    /// <inheritdoc/>
    public void OnStalled(TimeSpan duration)
    {
        if (duration > StallLimit) _session.End(SessionEndReason.TooSlow);
    }

    private RtpPacketGroup? TryRead(MonotonicTime now)
    {
        long skips = _reader.Skips;
        long lag = _reader.Lag;
        RtpPacketGroup? group = _reader.TryRead(now.Nanoseconds);
        if (_reader.Skips != skips) OnSkip(now, lag);
        if (group is null && _reader.IsAtEnd) _session.End(WhyItEnded());
        return group;
    }

    /// <summary>
    /// The track whose picture in a group he cannot decode, or -1: leading pictures after the point where he joined refer to what he never got.
    /// </summary>
    private int Undecodable(RtpPacketGroup group)
    {
        if (group.IsJoinPoint) _leadingTrack = _reader.JoinedAt == _reader.Cursor - 1 ? group.TrackId : NoTrack;
        else if (group.TrackId == _leadingTrack && !group.IsLeading) _leadingTrack = NoTrack;
        return group.IsLeading && group.TrackId == _leadingTrack ? _leadingTrack : NoTrack;
    }

    private SessionEndReason WhyItEnded()
    {
        if (_lease.Branch.IsOutdated) return SessionEndReason.FormatChanged;
        return _stream.HasPublisher ? SessionEndReason.InternalError : SessionEndReason.PublisherGone;
    }

    private void OnSkip(MonotonicTime now, long lag)
    {
        _session.LogSkip(lag / 1_000_000, _reader.Skips);
        if (now - _windowStart > SkipWindow)
        {
            _windowStart = now;
            _skipsAtWindowStart = _reader.Skips;
        }
        else if (_reader.Skips - _skipsAtWindowStart > MaxSkips)
        {
            _session.End(SessionEndReason.TooSlow);
        }
    }
}
