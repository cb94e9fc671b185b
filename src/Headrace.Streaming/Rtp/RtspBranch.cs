using System.Collections.Immutable;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Rtp;

/// <summary>
/// All tracks of a stream as interleaved RTP packets, made once for all viewers: those over TCP get them as they are, those over UDP one by one. The packets of a video frame and of the sound
/// that waited for it are one group, so that a viewer costs one send a frame; sound that can is one packet.
/// </summary>
public sealed class RtspBranch : PacketBranch<RtpPacketGroup>
{
    /// <summary>With fewer viewers sound is sent at once; with more it waits for a video frame, at most <see cref="MergeWindow"/>.</summary>
    internal const int MergeReaders = 16;

    private const string BranchKind = "rtsp";
    private const string Cname = "headrace";
    private static readonly TimeSpan MergeWindow = TimeSpan.FromMilliseconds(50);

    /// <summary>Sound that goes in one packet lets pictures go before it for so long: over UDP it is a message of its own.</summary>
    private static readonly TimeSpan HoldTime = MergeWindow / 2;
    private static readonly long ReportInterval = TimeSpan.FromSeconds(5).Ticks * 100;

    private readonly ImmutableArray<RtpTrackSender?> _senders;
    private readonly ImmutableArray<Track> _tracks;
    private readonly bool _hasVideo;
    private bool _hasPending;
    private bool _hasHeld;
    private bool _hasReports;
    private int _pendingTrack;
    private long _pendingSince;
    private MonotonicTime _pendingArrival;
    private long _lastReport = long.MinValue / 2;

    private RtspBranch(LiveStream stream, ImmutableArray<Track> tracks)
        : base(stream, BranchKind)
    {
        _tracks = tracks;
        _hasVideo = tracks.Any(track => track.Kind == MediaKind.Video);
        RtpTrackSender?[] senders = new RtpTrackSender?[LiveStream.MaxSlots];
        RtpPathState path = stream.PathMemory.Get<RtpPathState>();
        foreach (Track track in tracks) senders[track.Id] = RtpSenders.Create(track, path.SsrcOf(track), Output);
        _senders = [.. senders];
    }

    /// <summary>A claim on the branch of a stream for tracks as they were described to a viewer.</summary>
    public static BranchLease<RtspBranch> Acquire(LiveStream stream, ImmutableArray<Track> tracks)
    {
        string described = string.Join(',', tracks.Select(RtpTrackSender.DescribeOutOfBand));
        return stream.Branches.Acquire(new BranchKey(BranchKind, described), () => new RtspBranch(stream, tracks));
    }

    /// <inheritdoc/>
    public override void OnUnit(AccessUnit unit)
    {
        if (Ring.IsCompleted || _senders[unit.Track.Id] is not { } sender) return;
        if (!sender.Describes(unit.Track))
        {
            IsOutdated = true;
            Ring.Complete();
            return;
        }

        bool isVideo = unit.Track.Kind == MediaKind.Video;
        if (unit.IsJoinPoint) FlushPending();
        if (!_hasPending) (_hasPending, _pendingTrack, _pendingSince, _pendingArrival) = (true, unit.Track.Id, unit.PathTime, unit.Arrival);
        TimeSpan waited = unit.Arrival - _pendingArrival;
        bool mayWait = _hasVideo && !isVideo && waited < MergeWindow && Readers() >= MergeReaders;
        if ((mayWait || (_hasHeld && !isVideo)) && sender.Packetizer.TryHold(unit, sender.Writer))
        {
            _hasHeld = true;
            if (!mayWait) FlushPending();
            return;
        }

        if (!isVideo || waited >= HoldTime) WriteHeld();
        ImmutableArray<RtpTrackStart> starts = unit.IsJoinPoint ? Starts(unit) : [];
        if (unit.IsJoinPoint || unit.PathTime - _lastReport > ReportInterval) Report(unit);
        sender.Packetizer.Packetize(unit, sender.Writer);
        if (!mayWait) Flush(unit.Track.Id, unit.IsLeading, unit.PathTime, unit.Arrival, starts);
    }

    /// <inheritdoc/>
    public override void OnPublisherAway() => FlushPending();

    /// <summary>Sends the sound that waits for a picture.</summary>
    private void FlushPending()
    {
        WriteHeld();
        Flush(_pendingTrack, false, _pendingSince, _pendingArrival, []);
    }

    private void WriteHeld()
    {
        if (!_hasHeld) return;
        _hasHeld = false;
        foreach (Track track in _tracks) _senders[track.Id]!.Packetizer.WriteHeld(_senders[track.Id]!.Writer);
    }

    private void Flush(int trackId, bool isLeading, long pathTime, MonotonicTime arrival, ImmutableArray<RtpTrackStart> starts)
    {
        _hasPending = _hasHeld;
        if (Output.Length == 0) return;
        Ring.Publish(new RtpPacketGroup(Output.Detach(), trackId, isLeading, pathTime, arrival, !starts.IsEmpty, _hasReports, starts));
        _hasReports = false;
    }

    private ImmutableArray<RtpTrackStart> Starts(AccessUnit unit)
    {
        long presentation = Timebase.ToNanoseconds(unit.PresentationTime, unit.Track.ClockRate);
        ImmutableArray<RtpTrackStart>.Builder starts = ImmutableArray.CreateBuilder<RtpTrackStart>(_tracks.Length);
        foreach (Track track in _tracks)
        {
            RtpTrackSender sender = _senders[track.Id]!;
            uint timestamp = track.Id == unit.Track.Id ? sender.State.ToRtpTimestamp(sender.Packetizer.ToRtpTime(unit)) : sender.TimestampOf(presentation);
            starts.Add(new RtpTrackStart(track.Id, sender.State.NextSequenceNumber.Value, timestamp));
        }

        return starts.MoveToImmutable();
    }

    /// <summary>Sender reports of all tracks for one instant: players relate the tracks by them.</summary>
    private void Report(AccessUnit unit)
    {
        _lastReport = unit.PathTime;
        _hasReports = true;
        long instant = Timebase.ToNanoseconds(unit.PresentationTime, unit.Track.ClockRate);
        DateTime utc = Stream.Clock.ToUtc(unit.PresentationTime, unit.Track.ClockRate);
        Span<byte> report = stackalloc byte[SenderReports.MaxLength];
        foreach (Track track in _tracks)
        {
            RtpTrackSender sender = _senders[track.Id]!;
            int length = SenderReports.Write(sender.State, utc, Timebase.FromNanoseconds(instant, sender.ClockRate), Cname, report);
            InterleavedHeader.Write(Output.Reserve(InterleavedHeader.Length), (byte)(sender.Writer.Channel + 1), length);
            Output.Write(report[..length]);
        }
    }
}
