using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Detection;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Receiving;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Streaming.Access;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Udp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.RawRtp;

/// <summary>
/// Makes publishers of datagrams: tells sources apart, finds out what each sends and to which stream it belongs, and lets it publish. Without sockets; each of its calls may come from
/// another thread. What is published goes past its lock.
/// </summary>
internal sealed class RawRtpReceiver : IDisposable
{
    /// <summary>How long a source is waited for that may belong to one that is there.</summary>
    public static readonly TimeSpan JoinPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a source must have been silent for another one at its address to take its place.</summary>
    public static readonly TimeSpan SuccessionPatience = TimeSpan.FromMilliseconds(300);

    /// <summary>How long is listened to find out what a source sends: some encoders repeat their parameter sets rarely.</summary>
    public static readonly TimeSpan DetectionPatience = TimeSpan.FromSeconds(30);

    // Who has sent fewer packets was no sender of media.
    private const int WorthALine = 16;

    private const int MaxHeldPackets = 2048;
    private const int MaxHeldBytes = 4 * 1024 * 1024;
    private const long MaxHeldTogether = 64L * 1024 * 1024;

    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly RawRtpSources _sources = new();
    private readonly RawRtpSessions _sessions;
    private readonly RawRtpAdmission _admission;
    private readonly RawRtpReports _reports;
    private readonly MemoryAccount _held;
    private long _unreadable;
    private long _unreadableTold;
    private MonotonicTime _nextCheck;
    private volatile bool _isBusy;

    public RawRtpReceiver(RawRtpOptions options, StreamRegistry streams, SessionRegistry registry, RawRtpReports.Sender send, TimeProvider clock, ILogger logger)
    {
        _clock = clock;
        _logger = logger;
        _held = new MemoryAccount("rtp", MaxHeldTogether, streams.Memory);
        _admission = new RawRtpAdmission(options, streams, _sources, clock, logger);
        _reports = new RawRtpReports(_sources, send);
        _sessions = new RawRtpSessions(options.Input, streams, registry, _sources, _admission, _reports, clock, logger);
    }

    /// <summary>True while there is something to call <c>HandleTimeout</c> for.</summary>
    public bool IsBusy => _isBusy;

    /// <summary>True while a session has media.</summary>
    public bool HasMedia
    {
        get
        {
            lock (_gate) return _sessions.All.Any(session => session.HasMedia && session.EndReason is null);
        }
    }

    /// <summary>Datagrams that were neither RTP nor RTCP.</summary>
    public long Unreadable => Interlocked.Read(ref _unreadable);

    /// <summary>Sources that were not let in, each time that they were not.</summary>
    public long Refused
    {
        get
        {
            lock (_gate) return _admission.Refused;
        }
    }

    /// <summary>Makes other settings hold: who is let in by others now ends, and comes again under what holds.</summary>
    public void Configure(RawRtpSettings settings)
    {
        lock (_gate)
        {
            _admission.Configure(settings);
            foreach (RawRtpSession session in _sessions.All)
            {
                RawRtpStreamOptions? next = session.Sources.Count == 0 ? null : _admission.EntryOf(session.Host, session.Sources[0].Ssrc)?.Options;
                if (next != session.Entry?.Options) session.End(SessionEndReason.StreamRemoved);
            }
        }
    }

    /// <summary>Takes a datagram of the port for RTP.</summary>
    public void HandleRtp(ReadOnlySpan<byte> bytes, in UdpAddress from, MonotonicTime now)
    {
        if (RtcpReader.IsRtcp(bytes))
        {
            HandleRtcp(bytes, new RtcpTarget(from, IsMuxed: true), now);
            return;
        }

        bool isRtp = RtpPacket.TryParse(bytes, out RtpPacket packet, out _);
        if (!isRtp && !TransportStreamDetector.IsTransportStream(bytes))
        {
            Interlocked.Increment(ref _unreadable);
            _isBusy = true;
            return;
        }

        RawRtpRoute? route = null;
        lock (_gate)
        {
            if (!_sources.TryGet(from, isRtp ? packet.Ssrc : RawRtpSource.BareSsrc, out RawRtpSource? source))
            {
                if (isRtp) Meet(packet, from, now);
                else MeetBare(bytes, from, now);
            }
            else if ((route = source.Route) is null)
            {
                Listen(source, bytes, now);
            }
            else
            {
                source.LastMedia = now;
            }
        }

        route?.Take(bytes, now, _logger);
    }

    /// <summary>Takes a datagram with RTCP.</summary>
    public void HandleRtcp(ReadOnlySpan<byte> bytes, in RtcpTarget from, MonotonicTime now)
    {
        lock (_gate)
        {
            foreach (RawRtpSource source in _reports.Handle(bytes, from, now))
            {
                if (source.Session is { } session) _sessions.Join(source, session, now);
            }

            foreach (RawRtpSession session in _reports.Ending)
            {
                if (session.IsPublishing && session.HasEnded) session.End(SessionEndReason.Closed);
            }
        }
    }

    /// <summary>Does what is due, many times a second.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        lock (_gate)
        {
            bool checks = now >= _nextCheck;
            if (checks) _nextCheck = now + TimeSpan.FromSeconds(1);
            foreach (RawRtpSource source in _sources.All.ToArray()) HandleTimeout(source, now);
            foreach (RawRtpSession session in _sessions.All.ToArray()) _sessions.HandleTimeout(session, checks, now);
            if (checks) TellUnreadable();
            _isBusy = _sources.All.Count > 0 || _sessions.All.Count > 0 || Unreadable != _unreadableTold;
        }
    }

    /// <summary>Ends all sessions.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (RawRtpSession session in _sessions.All.ToArray())
            {
                session.End(SessionEndReason.ServerShutdown);
                _sessions.Forget(session, MonotonicTime.Now(_clock));
            }

            foreach (RawRtpSource source in _sources.All.ToArray()) _sources.Remove(source);
        }
    }

    private void Meet(in RtpPacket packet, in UdpAddress from, MonotonicTime now)
    {
        RtpProbationVerdict verdict = _admission.Probation.Add(from, RawRtpAdmission.HashOf(from), packet, now, out ReadOnlySpan<byte> kept, out MonotonicTime keptArrival);
        if (verdict != RtpProbationVerdict.Passed || Admit(from, packet.Ssrc, packet.PayloadType, keptArrival) is not { } source) return;
        source.Cname = _reports.NameOf(source.Host, packet.Ssrc);
        if (!kept.IsEmpty) Listen(source, kept, keptArrival);
        Listen(source, packet.Bytes, now);
    }

    private void MeetBare(ReadOnlySpan<byte> bytes, in UdpAddress from, MonotonicTime now)
    {
        if (!_admission.Bare.Add(from, now) || Admit(from, RawRtpSource.BareSsrc, TransportStreamDetector.PayloadType, now) is not { } source) return;
        source.Description ??= RawRtpSource.TransportStream;
        Listen(source, bytes, now);
    }

    /// <summary>Lets a source be listened to; null where it may not be.</summary>
    private RawRtpSource? Admit(in UdpAddress from, uint ssrc, byte payloadType, MonotonicTime since)
    {
        UdpAddress host = from.WithPort(0);
        if (!_admission.MayListenTo(host)) return null;
        RawRtpEntry? entry = _admission.EntryOf(host, ssrc);
        int? described = entry?.TrackOf(ssrc, payloadType);
        if (entry is { IsDescribed: true } && described is null)
        {
            _admission.TellNotDescribed(entry.Options.Name, from, ssrc, payloadType);
            _admission.Mute(from, ssrc, since, RawRtpAdmission.DeafFor);
            return null;
        }

        RawRtpSource source = new(from, ssrc, payloadType, since, new HeldPackets(_held, MaxHeldPackets, MaxHeldBytes)) { Entry = entry, IsBare = ssrc == RawRtpSource.BareSsrc };
        if (described is { } track) (source.Track, source.Description) = (track, entry!.Tracks[track]);
        source.Predecessor = _sources.PredecessorOf(source);
        _sources.Add(source);
        _isBusy = true;
        return source;
    }

    private void Listen(RawRtpSource source, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        // By the time that a second packet is looked at, the first may have been enough.
        if (source.Route is { } route)
        {
            source.LastMedia = now;
            route.Take(bytes, now, _logger);
            return;
        }

        source.Hold(bytes, now);
        if (source.Description is null && RtpPacket.TryParse(bytes, out RtpPacket packet, out _) && source.Guess.TryDecide(packet, now, out MediaDescription? medium)
            && RtpPayloadFormats.TryRead(medium, out RtpTrackDescription? description, out _)) source.Description = description;
        Settle(source, now);
    }

    private void Settle(RawRtpSource source, MonotonicTime now)
    {
        if (source.Predecessor is { } before)
        {
            if (before.LastMedia < source.Since && now - source.Since < SuccessionPatience) return;
            source.Predecessor = null;
            if (before.LastMedia < source.Since && Succeed(source, before, now)) return;
        }

        if (source.Description is null || source.Session is not null) return;
        if (_sessions.For(source, now) is not { } session) return;
        session.Add(source);
        if (session.IsPublishing && session.Entry is { IsDescribed: true }) session.Route(source);
        else if (session.IsPublishing || _sessions.IsReady(session, now)) _sessions.Begin(session, now);
    }

    /// <summary>A source goes on where another one of the same sender stopped.</summary>
    private bool Succeed(RawRtpSource source, RawRtpSource before, MonotonicTime now)
    {
        RawRtpSession? session = before.Session;
        bool isPublished = before.Route is not null;
        _sources.Remove(before);
        if (session is null) return false;
        session.Remove(before);
        source.Description = before.Description;
        source.Cname ??= before.Cname;
        source.Reports = before.Reports;
        session.Add(source, before.Track);
        if (isPublished) session.Route(source);
        else if (_sessions.IsReady(session, now)) _sessions.Begin(session, now);
        RawRtpLog.GoesOn(_logger, session.StreamName, source.Address, source.Ssrc);
        return true;
    }

    private void HandleTimeout(RawRtpSource source, MonotonicTime now)
    {
        if (source.Session is not null) return;
        Settle(source, now);
        if (source.Session is not null) return;
        if (now - source.LastMedia > RtpProbation<UdpAddress>.Patience)
        {
            if (source.Guess.Packets >= WorthALine) _admission.TellUnrecognised(source);
            _sources.Remove(source);
        }
        else if (source.Guess.IsHopeless || now - source.Since > DetectionPatience)
        {
            _admission.TellUnrecognised(source);
            _sessions.Drop(source, now, RawRtpAdmission.DeafFor);
        }
    }

    private void TellUnreadable()
    {
        long unreadable = Unreadable;
        if (unreadable != _unreadableTold) RawRtpLog.Unreadable(_logger, unreadable - _unreadableTold);
        _unreadableTold = unreadable;
    }
}
