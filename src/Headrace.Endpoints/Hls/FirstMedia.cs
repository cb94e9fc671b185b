using System.Net;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Hls;

/// <summary>
/// Viewers whom no media has gone to yet. URLs of media are shared and name no viewer, so each is known by his address: viewers behind one address are taken in the order in which they came.
/// As many as there are sessions, at most. Thread-safe.
/// </summary>
internal sealed class FirstMedia
{
    private readonly Dictionary<Place, List<HlsSession>> _waiting = [];
    private readonly Lock _gate = new();
    private int _count;

    /// <summary>A viewer has his first playlist.</summary>
    public void Await(HlsSession session, IPAddress address)
    {
        lock (_gate)
        {
            Place place = new(session.Stream, session.Branch.Packaging, address);
            if (!_waiting.TryGetValue(place, out List<HlsSession>? sessions)) _waiting[place] = sessions = [];
            sessions.Add(session);
            Volatile.Write(ref _count, _count + 1);
        }
    }

    /// <summary>Media goes to an address: the viewer who has waited for it longest, or null.</summary>
    public HlsSession? TakeOldest(LiveStream stream, HlsPackaging packaging, IPAddress address)
    {
        if (Volatile.Read(ref _count) == 0) return null;
        lock (_gate)
        {
            Place place = new(stream, packaging, address);
            if (!_waiting.TryGetValue(place, out List<HlsSession>? sessions)) return null;
            HlsSession oldest = sessions[0];
            Remove(place, sessions, oldest);
            return oldest;
        }
    }

    /// <summary>A viewer is gone.</summary>
    public void Forget(HlsSession session)
    {
        lock (_gate)
        {
            Place place = new(session.Stream, session.Branch.Packaging, ((IPEndPoint)session.Remote).Address);
            if (_waiting.TryGetValue(place, out List<HlsSession>? sessions)) Remove(place, sessions, session);
        }
    }

    private void Remove(Place place, List<HlsSession> sessions, HlsSession session)
    {
        if (!sessions.Remove(session)) return;
        Volatile.Write(ref _count, _count - 1);
        if (sessions.Count == 0) _waiting.Remove(place);
    }

    private readonly record struct Place(LiveStream Stream, HlsPackaging Packaging, IPAddress Address);
}
