using System.Globalization;
using System.Net;
using Headrace.Media.Timing;
using Headrace.Streaming.Access;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Udp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.RawRtp;

/// <summary>The sessions of a receiver: to which of them a source belongs, when each begins, why it ends. Under the receiver's lock.</summary>
internal sealed class RawRtpSessions(
    string? input, StreamRegistry streams, SessionRegistry registry, RawRtpSources sources, RawRtpAdmission admission, RawRtpReports reports, TimeProvider clock, ILogger logger)
{
    /// <summary>How much longer than <see cref="RawRtpReceiver.JoinPatience"/> is waited where another source is there whose format is being found out.</summary>
    public static readonly TimeSpan RecognitionPatience = TimeSpan.FromSeconds(1.5);

    private readonly HashSet<RawRtpSession> _sessions = [];

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<RawRtpSession> All => _sessions;

    /// <summary>The session that a source belongs to, a new one where there is none; null where it is not let in.</summary>
    public RawRtpSession? For(RawRtpSource source, MonotonicTime now)
    {
        foreach (RawRtpSession session in _sessions)
        {
            if (session.Belongs(source)) return session;
        }

        string name = source.Entry?.Options.Name ?? NameOf(source);
        if (_sessions.Any(session => session.StreamName == name && session.EndReason is null))
        {
            admission.TellRefusal(name, source.Address, PublishRefusal.Taken);
        }
        else if (admission.MayHaveSession(source.Host, _sessions) && admission.MayPublish(name, source.Address, out AccessGrant? grant))
        {
            RawRtpSession session = new(name, source, input, grant, source.Since + RawRtpReceiver.JoinPatience, clock.GetUtcNow());
            _sessions.Add(session);
            registry.Add(session);
            return session;
        }

        Drop(source, now, RawRtpAdmission.RetryAfter);
        return null;
    }

    private string NameOf(RawRtpSource source)
    {
        string host = source.Address.ToEndPoint().Address.ToString().Split('%')[0].Replace(':', '-');
        string name = string.Create(CultureInfo.InvariantCulture, $"rtp/{host}-{(source.IsBare ? source.Address.Port : source.Ssrc)}");
        return _sessions.Any(session => session.StreamName == name && session.EndReason is null) ? string.Create(CultureInfo.InvariantCulture, $"{name}-{source.Address.Port}") : name;
    }

    /// <summary>True when nothing is waited for any more before a session is published: also no source of which it is not clear yet what it sends, and that may belong to it.</summary>
    public bool IsReady(RawRtpSession session, MonotonicTime now)
    {
        if (!session.IsReady(now)) return false;
        if (session.IsComplete || now >= session.BeginAt + RecognitionPatience) return true;
        foreach (RawRtpSource source in sources.OfHost(session.Host))
        {
            bool mayBelong = source.Session is null && source.Description is null && source.Entry == session.Entry;
            if (mayBelong && (source.Entry is not null || source.Cname is null || session.Sources[0].Cname is null || source.Cname == session.Sources[0].Cname)) return false;
        }

        return true;
    }

    /// <summary>Publishes a session, or ends it where that is refused.</summary>
    public void Begin(RawRtpSession session, MonotonicTime now)
    {
        PublishRefusal refusal = session.TryBegin(streams, now, logger);
        if (refusal == PublishRefusal.None)
        {
            // What a transport stream holds is said when its program is known.
            if (!session.IsTransportStream) RawRtpLog.Publishing(logger, session.StreamName, session.Remote, session.Description);
            return;
        }

        admission.TellRefusal(session.StreamName, session.Sources[0].Address, refusal);
        session.End(SessionEndReason.Refused);
    }

    /// <summary>Two sources of one host with one name belong together, also when that is said late: the younger session becomes part of the older one.</summary>
    public void Join(RawRtpSource source, RawRtpSession session, MonotonicTime now)
    {
        foreach (RawRtpSession other in _sessions)
        {
            if (other == session || session.Entry is not null || session.EndReason is not null || !other.Belongs(source)) continue;
            if (session.Sources.Count > 1) return;
            session.Remove(source);
            other.Add(source);
            if (other.IsPublishing || IsReady(other, now)) Begin(other, now);
            string left = session.StreamName!;
            session.End(SessionEndReason.Closed);
            Forget(session, now);
            streams.TryRemove(left, SessionEndReason.Closed);
            return;
        }
    }

    /// <summary>Does what is due of a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="checks">True once a second: figures and faults are told.</param>
    /// <param name="now">The present instant.</param>
    public void HandleTimeout(RawRtpSession session, bool checks, MonotonicTime now)
    {
        if (session.EndReason is null && !session.IsPublishing && IsReady(session, now)) Begin(session, now);
        if (session.EndReason is null && session.Fault is { } fault) EndFaulty(session, fault.Text, fault.Reason);
        if (session.EndReason is null && session.IsSilent(now, admission.Settings.SessionTimeout)) EndSilent(session, now);
        if (session.EndReason is not null)
        {
            Forget(session, now);
            return;
        }

        session.HandleTimeout(now);
        if (!checks) return;
        session.Check(now, admission.Settings.SessionTimeout, logger);
        reports.Report(session, now);
    }

    private void EndSilent(RawRtpSession session, MonotonicTime now)
    {
        // A transport stream may go on and have nothing in it that is media.
        if (session.IsPublishing && session.Sources.Any(source => now - source.LastMedia < TimeSpan.FromSeconds(1))) EndFaulty(session, session.WhySilent, SessionEndReason.ProtocolError);
        else session.End(SessionEndReason.TimedOut);
    }

    private void EndFaulty(RawRtpSession session, string fault, SessionEndReason reason)
    {
        admission.TellFault(session.StreamName, UdpAddress.Of((IPEndPoint)session.Remote), fault);
        session.End(reason);
    }

    /// <summary>Forgets a session that has ended, with its sources.</summary>
    public void Forget(RawRtpSession session, MonotonicTime now)
    {
        if (!_sessions.Remove(session)) return;
        TimeSpan deaf = session.EndReason switch
        {
            SessionEndReason.Kicked or SessionEndReason.ProtocolError => RawRtpAdmission.DeafFor,
            SessionEndReason.Refused or SessionEndReason.AccessRevoked or SessionEndReason.Overridden => RawRtpAdmission.RetryAfter,
            _ => TimeSpan.Zero,
        };
        foreach (RawRtpSource source in session.Sources.ToArray())
        {
            session.Remove(source);
            Drop(source, now, deaf);
        }

        registry.Remove(session);
        RawRtpLog.Left(logger, session.StreamName, session.Remote, session.EndReason);
    }

    /// <summary>Forgets a source, and does not hear it for some time.</summary>
    public void Drop(RawRtpSource source, MonotonicTime now, TimeSpan deaf)
    {
        sources.Remove(source);
        if (deaf > TimeSpan.Zero) admission.Mute(source.Address, source.Ssrc, now, deaf);
    }
}
