using System.Collections.Concurrent;
using System.Net;
using Headrace.Media.Timing;
using Headrace.Streaming.Branches;
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

    /// <summary>The viewer of a key, or null.</summary>
    public HlsSession? Find(string? key) => key is not null && _sessions.TryGetValue(key, out HlsSession? session) && session.EndReason is null ? session : null;

    /// <summary>A new viewer; null when there are too many, or the stream takes no more.</summary>
    public HlsSession? Create(LiveStream stream, EndPoint remote, string? userAgent)
    {
        if (_sessions.Count >= MaxSessions) return null;
        BranchLease<CmafBranch> lease = CmafBranch.Acquire(stream);
        HlsSession session = new(stream, lease, remote, userAgent, clock.GetUtcNow(), MonotonicTime.Now(clock));
        if (!stream.TryAddReader(session))
        {
            lease.Dispose();
            return null;
        }

        _sessions[session.Key] = session;
        registry.Add(session);
        HlsLog.ViewerJoined(logger, stream.Name, remote, userAgent);
        return session;
    }

    /// <summary>Ends those who no longer ask, and forgets those who ended.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        foreach (HlsSession session in _sessions.Values)
        {
            if (session.EndReason is null && session.IsOver(now)) session.End(SessionEndReason.Closed);
            if (session.EndReason is not { } reason) continue;
            _sessions.TryRemove(session.Key, out _);
            registry.Remove(session);
            HlsLog.ViewerLeft(logger, session.StreamName, session.Remote, reason);
        }
    }
}
