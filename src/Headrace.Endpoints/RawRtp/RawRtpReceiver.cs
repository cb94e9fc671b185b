using System.Globalization;
using System.Text;
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

    private const int MaxHeldPackets = 2048;
    private const int MaxHeldBytes = 4 * 1024 * 1024;
    private const long MaxHeldTogether = 64L * 1024 * 1024;

    private readonly StreamRegistry _streams;
    private readonly SessionRegistry _registry;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly RawRtpSources _sources = new();
    private readonly HashSet<RawRtpSession> _sessions = [];
    private readonly RawRtpAdmission _admission;
    private readonly RawRtpReports _reports;
    private readonly MemoryAccount _held;
    private long _unreadable;
    private long _unreadableTold;
    private MonotonicTime _nextCheck;
    private volatile bool _isBusy;

    public RawRtpReceiver(RawRtpOptions options, StreamRegistry streams, SessionRegistry registry, RawRtpReports.Sender send, TimeProvider clock, ILogger logger)
    {
        _streams = streams;
        _registry = registry;
        _clock = clock;
        _logger = logger;
        _held = new MemoryAccount("rtp", MaxHeldTogether, streams.Memory);
        _admission = new RawRtpAdmission(options, streams, _sources, clock, logger);
        _reports = new RawRtpReports(_sources, send);
    }

    /// <summary>True while there is something to call <see cref="HandleTimeout"/> for.</summary>
    public bool IsBusy => _isBusy;

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
            foreach (RawRtpSession session in _sessions)
            {
                RawRtpStreamOptions? next = session.Sources.Count == 0 ? null : EntryOf(session.Host, session.Sources[0].Ssrc)?.Options;
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

        if (!RtpPacket.TryParse(bytes, out RtpPacket packet, out _))
        {
            Interlocked.Increment(ref _unreadable);
            _isBusy = true;
            return;
        }

        RawRtpRoute? route = null;
        lock (_gate)
        {
            if (!_sources.TryGet(from, packet.Ssrc, out RawRtpSource? source))
            {
                Meet(packet, from, now);
            }
            else if ((route = source.Route) is null)
            {
                Listen(source, packet, now);
            }
            else
            {
                source.LastMedia = now;
            }
        }

        if (route is not null) Publish(route, bytes, now);
    }

    /// <summary>Takes a datagram with RTCP.</summary>
    public void HandleRtcp(ReadOnlySpan<byte> bytes, in RtcpTarget from, MonotonicTime now)
    {
        lock (_gate)
        {
            foreach (RawRtpSource source in _reports.Handle(bytes, from, now))
            {
                if (source.Session is { } session) Join(source, session, now);
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
            foreach (RawRtpSession session in _sessions.ToArray()) HandleTimeout(session, checks, now);
            if (checks) TellUnreadable();
            _isBusy = _sources.All.Count > 0 || _sessions.Count > 0 || Unreadable != _unreadableTold;
        }
    }

    /// <summary>Ends all sessions.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (RawRtpSession session in _sessions.ToArray())
            {
                session.End(SessionEndReason.ServerShutdown);
                Forget(session, MonotonicTime.Now(_clock));
            }

            foreach (RawRtpSource source in _sources.All.ToArray()) _sources.Remove(source);
        }
    }

    private void Publish(RawRtpRoute route, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        try
        {
            route.Session.HandleRtp(route.Track, bytes, now);
        }
        catch (Exception e)
        {
            // A fault of ours in one stream is its own end, and nobody else's.
            RawRtpLog.Failed(_logger, e, route.Session.StreamName);
            route.Session.End(SessionEndReason.InternalError);
        }
    }

    private RawRtpEntry? EntryOf(in UdpAddress host, uint ssrc)
    {
        foreach (RawRtpEntry entry in _admission.Entries)
        {
            if (entry.Fits(host, ssrc)) return entry;
        }

        return null;
    }

    private void Meet(in RtpPacket packet, in UdpAddress from, MonotonicTime now)
    {
        RtpProbationVerdict verdict = _admission.Probation.Add(from, RawRtpAdmission.HashOf(from), packet, now, out ReadOnlySpan<byte> kept, out MonotonicTime keptArrival);
        UdpAddress host = from.WithPort(0);
        if (verdict != RtpProbationVerdict.Passed || !_admission.MayListenTo(host)) return;
        RawRtpEntry? entry = EntryOf(host, packet.Ssrc);
        int? described = entry?.TrackOf(packet.Ssrc, packet.PayloadType);
        if (entry is { IsDescribed: true } && described is null)
        {
            _admission.TellNotDescribed(entry.Options.Name, from, packet.Ssrc, packet.PayloadType);
            _admission.Mute(from, packet.Ssrc, now, RawRtpAdmission.DeafFor);
            return;
        }

        RawRtpSource source = new(from, packet.Ssrc, packet.PayloadType, keptArrival, new HeldPackets(_held, MaxHeldPackets, MaxHeldBytes)) { Entry = entry };
        if (described is { } track) (source.Track, source.Description) = (track, entry!.Tracks[track]);
        source.Cname = _reports.NameOf(host, packet.Ssrc);
        source.Predecessor = PredecessorOf(source);
        _sources.Add(source);
        _isBusy = true;
        if (RtpPacket.TryParse(kept, out RtpPacket first, out _)) Listen(source, first, keptArrival);
        Listen(source, packet, now);
    }

    /// <summary>Who sent the same before, from the same port or by the same name, or as the same known sender, and does not any more.</summary>
    private RawRtpSource? PredecessorOf(RawRtpSource source)
    {
        foreach (RawRtpSource other in _sources.OfHost(source.Host))
        {
            bool isSame = other.Address == source.Address || other.Ssrc == source.Ssrc || (source.Entry is not null && other.Entry == source.Entry);
            if (isSame && other.PayloadType == source.PayloadType && other.LastMedia < source.Since) return other;
        }

        return null;
    }

    private void Listen(RawRtpSource source, in RtpPacket packet, MonotonicTime now)
    {
        // By the time that a second packet is looked at, the first may have been enough.
        if (source.Route is { } route)
        {
            source.LastMedia = now;
            Publish(route, packet.Bytes, now);
            return;
        }

        source.Hold(packet, now);
        if (source.Description is null && source.Guess.TryDecide(packet, now, out MediaDescription? medium) && RtpPayloadFormats.TryRead(medium, out RtpTrackDescription? description, out _))
            source.Description = description;
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
        if (SessionFor(source, now) is not { } session) return;
        session.Add(source);
        if (session.IsPublishing && session.Entry is { IsDescribed: true }) session.Route(source);
        else if (session.IsPublishing || session.IsReady(now)) Begin(session, now);
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
        else if (session.IsReady(now)) Begin(session, now);
        RawRtpLog.GoesOn(_logger, session.StreamName, source.Address, source.Ssrc);
        return true;
    }

    /// <summary>The session that a source belongs to, a new one where there is none; null where it is not let in.</summary>
    private RawRtpSession? SessionFor(RawRtpSource source, MonotonicTime now)
    {
        foreach (RawRtpSession session in _sessions)
        {
            if (session.Belongs(source)) return session;
        }

        string name = source.Entry?.Options.Name ?? NameOf(source);
        if (_sessions.Any(session => session.StreamName == name && session.EndReason is null))
        {
            _admission.TellRefusal(name, source.Address, PublishRefusal.Taken);
        }
        else if (_admission.MayHaveSession(source.Host, _sessions) && _admission.MayPublish(name, source.Address, out AccessGrant? grant))
        {
            RawRtpSession session = new(name, source.Address, source.Entry, grant, source.Since + JoinPatience, _clock.GetUtcNow());
            _sessions.Add(session);
            _registry.Add(session);
            return session;
        }

        Drop(source, now, RawRtpAdmission.RetryAfter);
        return null;
    }

    private string NameOf(RawRtpSource source)
    {
        string host = source.Address.ToEndPoint().Address.ToString().Split('%')[0].Replace(':', '-');
        string name = string.Create(CultureInfo.InvariantCulture, $"rtp/{host}-{source.Ssrc}");
        return _sessions.Any(session => session.StreamName == name && session.EndReason is null) ? string.Create(CultureInfo.InvariantCulture, $"{name}-{source.Address.Port}") : name;
    }

    private void Begin(RawRtpSession session, MonotonicTime now)
    {
        PublishRefusal refusal = session.TryBegin(_streams, now);
        if (refusal == PublishRefusal.None)
        {
            RawRtpLog.Publishing(_logger, session.StreamName, session.Remote, session.Description);
            return;
        }

        _admission.TellRefusal(session.StreamName, session.Sources[0].Address, refusal);
        session.End(SessionEndReason.Refused);
    }

    /// <summary>Two sources of one host with one name belong together, also when that is said late: the younger session becomes part of the older one.</summary>
    private void Join(RawRtpSource source, RawRtpSession session, MonotonicTime now)
    {
        foreach (RawRtpSession other in _sessions)
        {
            if (other == session || session.Entry is not null || session.EndReason is not null || !other.Belongs(source)) continue;
            if (session.Sources.Count > 1) return;
            session.Remove(source);
            other.Add(source);
            if (other.IsPublishing || other.IsReady(now)) Begin(other, now);
            string left = session.StreamName!;
            session.End(SessionEndReason.Closed);
            Forget(session, now);
            _streams.TryRemove(left, SessionEndReason.Closed);
            return;
        }
    }

    private void HandleTimeout(RawRtpSource source, MonotonicTime now)
    {
        if (source.Session is not null) return;
        Settle(source, now);
        if (source.Session is not null) return;
        if (now - source.LastMedia > RtpProbation<UdpAddress>.Patience)
        {
            _sources.Remove(source);
        }
        else if (source.Guess.IsHopeless || now - source.Since > DetectionPatience)
        {
            _admission.TellUnrecognised(source);
            Drop(source, now, RawRtpAdmission.DeafFor);
        }
    }

    private void HandleTimeout(RawRtpSession session, bool checks, MonotonicTime now)
    {
        if (session.EndReason is null && !session.IsPublishing && session.IsReady(now)) Begin(session, now);
        if (session.EndReason is null && session.IsSilent(now, _admission.Settings.SessionTimeout)) session.End(SessionEndReason.TimedOut);
        if (session.EndReason is not null)
        {
            Forget(session, now);
            return;
        }

        session.HandleTimeout(now);
        if (!checks) return;
        session.Check(now, _admission.Settings.SessionTimeout, _logger);
        _reports.Report(session, now);
    }

    private void Forget(RawRtpSession session, MonotonicTime now)
    {
        if (!_sessions.Remove(session)) return;
        TimeSpan deaf = session.EndReason switch
        {
            SessionEndReason.Kicked => RawRtpAdmission.DeafFor,
            SessionEndReason.Refused or SessionEndReason.AccessRevoked or SessionEndReason.Overridden => RawRtpAdmission.RetryAfter,
            _ => TimeSpan.Zero,
        };
        foreach (RawRtpSource source in session.Sources.ToArray())
        {
            session.Remove(source);
            Drop(source, now, deaf);
        }

        _registry.Remove(session);
        RawRtpLog.Left(_logger, session.StreamName, session.Remote, session.EndReason);
    }

    private void Drop(RawRtpSource source, MonotonicTime now, TimeSpan deaf)
    {
        _sources.Remove(source);
        if (deaf > TimeSpan.Zero) _admission.Mute(source.Address, source.Ssrc, now, deaf);
    }

    private void TellUnreadable()
    {
        long unreadable = Unreadable;
        if (unreadable != _unreadableTold) RawRtpLog.Unreadable(_logger, unreadable - _unreadableTold);
        _unreadableTold = unreadable;
    }
}
