using System.Collections.Concurrent;
using Headrace.Streaming.Access;

namespace Headrace.Streaming.Sessions;

/// <summary>All sessions that are alive. Bounded by the admission of connections. Thread-safe.</summary>
public sealed class SessionRegistry
{
    private readonly ConcurrentDictionary<Guid, Session> _sessions = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Protocol, SessionRole Role), SessionTraffic> _traffic = [];
    private readonly Dictionary<(string Protocol, SessionRole Role, SessionEndReason Reason), long> _ended = [];

    /// <summary>Sessions alive.</summary>
    public int Count => _sessions.Count;

    /// <summary>All sessions, oldest first.</summary>
    public IReadOnlyList<Session> All => [.. _sessions.Values.OrderBy(session => session.Started)];

    /// <summary>A session, or null.</summary>
    public Session? Find(Guid id) => _sessions.GetValueOrDefault(id);

    /// <summary>Adds a session that begins.</summary>
    public void Add(Session session) => _sessions[session.Id] = session;

    /// <summary>Removes a session that has ended.</summary>
    public void Remove(Session session)
    {
        lock (_gate)
        {
            if (!_sessions.TryRemove(session.Id, out _)) return;
            CountIn(_traffic, session);
            (string, SessionRole, SessionEndReason) key = (session.Protocol, session.Role, session.EndReason ?? SessionEndReason.Closed);
            _ended[key] = _ended.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>What all sessions carried, and why those that are over ended.</summary>
    public SessionTotals Totals()
    {
        lock (_gate)
        {
            Dictionary<(string Protocol, SessionRole Role), SessionTraffic> traffic = new(_traffic);
            foreach (Session session in _sessions.Values) CountIn(traffic, session);
            return new SessionTotals(traffic, new Dictionary<(string Protocol, SessionRole Role, SessionEndReason Reason), long>(_ended));
        }
    }

    /// <summary>Asks every session to end.</summary>
    public void EndAll(SessionEndReason reason)
    {
        foreach (Session session in _sessions.Values) session.End(reason);
    }

    /// <summary>Ends the sessions that rules do not allow any longer. One caller at a time.</summary>
    public void EndUnallowed(AccessRules rules)
    {
        foreach ((_, Session session) in _sessions)
        {
            if (session.EndReason is null && session.Grant?.HoldsUnder(rules) == false) session.End(SessionEndReason.AccessRevoked);
        }
    }

    private static void CountIn(Dictionary<(string Protocol, SessionRole Role), SessionTraffic> traffic, Session session)
    {
        (string, SessionRole) key = (session.Protocol, session.Role);
        traffic[key] = traffic.GetValueOrDefault(key).Plus(SessionTraffic.Of(session));
    }
}
