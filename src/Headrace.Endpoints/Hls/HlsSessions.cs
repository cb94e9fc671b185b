using System.Collections.Concurrent;
using System.Net;
using Headrace.Media.Timing;
using Headrace.Streaming.Access;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Hls;

/// <summary>Viewers of HLS by the key in their URLs. At most <see cref="MaxSessions"/>: one more plays without a session.</summary>
internal sealed class HlsSessions(SessionRegistry registry, TimeProvider clock, ILogger logger)
{
    public const int MaxSessions = 20_000;

    private readonly ConcurrentDictionary<string, HlsSession> _sessions = new();
    private readonly FirstMedia _firstMedia = new();

    /// <summary>The viewer of a key, or null: also when the key is that of a viewer of another stream, or packaging.</summary>
    public HlsSession? Find(string? key, LiveStream stream, HlsPackaging packaging) =>
        key is not null && _sessions.TryGetValue(key, out HlsSession? session) && session.Stream == stream && session.Branch.Packaging == packaging && session.EndReason is null ? session : null;

    /// <summary>
    /// A new viewer; none when there are <see cref="MaxSessions"/> already, and none when the stream refuses one more reader.
    /// </summary>
    public ReaderRefusal TryCreate(LiveStream stream, HlsPackaging packaging, IPEndPoint remote, string? userAgent, AccessGrant? grant, MonotonicTime asked, out HlsSession? session)
    {
        session = null;
        if (_sessions.Count >= MaxSessions) return ReaderRefusal.None;
        HlsSession created = new(stream, packaging.Acquire(stream), remote, userAgent, grant, clock.GetUtcNow(), asked, MonotonicTime.Now(clock));
        ReaderRefusal refusal = stream.TryAddReader(created);
        if (refusal != ReaderRefusal.None)
        {
            created.End(SessionEndReason.Refused);
            return refusal;
        }

        _firstMedia.Await(created, remote.Address);
        _sessions[created.Key] = created;
        registry.Add(created);
        HlsLog.ViewerJoined(logger, stream.Name, remote, string.IsNullOrEmpty(userAgent) ? "a player without a name" : userAgent);
        session = created;
        return ReaderRefusal.None;
    }

    /// <summary>Counts an answer with media: for a viewer of its address whom no media has gone to before, it is the first.</summary>
    public void OnMedia(LiveStream stream, HlsPackaging packaging, IPAddress address)
    {
        if (_firstMedia.TakeOldest(stream, packaging, address) is { } session) stream.Delays.Of(HlsSession.Name).OnFirstSend(session.Asked);
    }

    /// <summary>Ends those who no longer ask, and forgets those who ended.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        foreach (HlsSession session in _sessions.Values)
        {
            if (session.EndReason is null && session.IsOver(now)) session.End(SessionEndReason.Closed);
            if (session.EndReason is { } reason) Forget(session, reason);
        }
    }

    /// <summary>Ends and forgets all.</summary>
    public void EndAll(SessionEndReason reason)
    {
        foreach (HlsSession session in _sessions.Values)
        {
            session.End(reason);
            Forget(session, session.EndReason ?? reason);
        }
    }

    private void Forget(HlsSession session, SessionEndReason reason)
    {
        if (!_sessions.TryRemove(session.Key, out _)) return;
        registry.Remove(session);
        _firstMedia.Forget(session);
        HlsLog.ViewerLeft(logger, session.StreamName, session.Remote, reason);
    }
}
