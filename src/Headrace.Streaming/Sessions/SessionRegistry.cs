using System.Collections.Concurrent;

namespace Headrace.Streaming.Sessions;

/// <summary>All sessions that are alive. Bounded by the admission of connections. Thread-safe.</summary>
public sealed class SessionRegistry
{
    private readonly ConcurrentDictionary<Guid, Session> _sessions = new();

    /// <summary>Sessions alive.</summary>
    public int Count => _sessions.Count;

    /// <summary>All sessions, oldest first.</summary>
    public IReadOnlyList<Session> All => [.. _sessions.Values.OrderBy(session => session.Started)];

    /// <summary>A session, or null.</summary>
    public Session? Find(Guid id) => _sessions.GetValueOrDefault(id);

    /// <summary>Adds a session that begins.</summary>
    public void Add(Session session) => _sessions[session.Id] = session;

    /// <summary>Removes a session that has ended.</summary>
    public void Remove(Session session) => _sessions.TryRemove(session.Id, out _);

    /// <summary>Asks every session to end.</summary>
    public void EndAll(SessionEndReason reason)
    {
        foreach (Session session in _sessions.Values) session.End(reason);
    }
}
