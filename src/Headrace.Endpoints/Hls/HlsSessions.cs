using System.Collections.Concurrent;
using System.Net;
using Headrace.Endpoints.Access;
using Headrace.Media.Timing;
using Headrace.Streaming.Access;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Hls;

/// <summary>Viewers of a protocol by the key in their URLs. At most <see cref="MaxSessions"/>: one more plays without a session.</summary>
/// <param name="protocol">Name of the protocol.</param>
/// <param name="firstMedia">Viewers whom no media has gone to yet, of all protocols that share it.</param>
/// <param name="registry">All sessions.</param>
/// <param name="clock">Time.</param>
/// <param name="logger">Log.</param>
internal sealed class HlsSessions(string protocol, FirstMedia firstMedia, SessionRegistry registry, TimeProvider clock, ILogger logger)
{
    public const int MaxSessions = 20_000;

    /// <summary>For how long it is remembered who was sent away, so that his player does not come back by itself.</summary>
    private static readonly TimeSpan Banishment = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, HlsSession> _sessions = new();
    private readonly ConcurrentDictionary<string, MonotonicTime> _kicked = new();
    private readonly ConcurrentDictionary<(string Stream, IPAddress Address, string Agent), string> _keyless = new();

    private string DisplayName => protocol.ToUpperInvariant();

    /// <summary>The viewer of a key, or null: also when the key is that of a viewer of another stream, or packaging.</summary>
    public HlsSession? Find(string? key, LiveStream stream, HlsPackaging packaging) =>
        key is not null && _sessions.TryGetValue(key, out HlsSession? session) && session.Stream == stream && session.Branch.Packaging == packaging && session.EndReason is null ? session : null;

    /// <summary>The viewer of a player that keeps no key: who watches the stream from its address under its name. Two such players are one viewer. Null where there is none.</summary>
    public HlsSession? FindKeyless(HttpContext context, LiveStream stream, HlsPackaging packaging) =>
        _keyless.TryGetValue((stream.Name, AddressOf(context), context.Request.Headers.UserAgent.ToString()), out string? key) ? Find(key, stream, packaging) : null;

    /// <summary>Has a new viewer found by <see cref="FindKeyless"/>, as long as he is one.</summary>
    public void RememberKeyless(HlsSession session) => _keyless[PlaceOf(session)] = session.Key;

    /// <summary>
    /// A new viewer; none when there are <see cref="MaxSessions"/> already, and none when the stream refuses one more reader.
    /// </summary>
    public ReaderRefusal TryCreate(LiveStream stream, HlsPackaging packaging, IPEndPoint remote, string? userAgent, AccessGrant? grant, MonotonicTime asked, out HlsSession? session)
    {
        session = null;
        if (_sessions.Count >= MaxSessions) return ReaderRefusal.None;
        HlsSession created = new(protocol, stream, packaging.Acquire(stream), remote, userAgent, grant, clock.GetUtcNow(), asked, MonotonicTime.Now(clock));
        ReaderRefusal refusal = stream.TryAddReader(created);
        if (refusal != ReaderRefusal.None)
        {
            created.End(SessionEndReason.Refused);
            return refusal;
        }

        firstMedia.Await(created, remote.Address);
        _sessions[created.Key] = created;
        registry.Add(created);
        HlsLog.ViewerJoined(logger, stream.Name, remote, DisplayName, string.IsNullOrEmpty(userAgent) ? "a player without a name" : userAgent);
        session = created;
        return ReaderRefusal.None;
    }

    /// <summary>A new viewer who asks for his first playlist or manifest, as <see cref="TryCreate"/> has it.</summary>
    public ReaderRefusal TryBegin(HttpContext context, LiveStream stream, HlsPackaging packaging, MonotonicTime asked, out HlsSession? session)
    {
        IPEndPoint remote = new(AddressOf(context), context.Connection.RemotePort);
        return TryCreate(stream, packaging, remote, context.Request.Headers.UserAgent, context.Features.Get<AccessGrant>(), asked, out session);
    }

    /// <summary>What the URLs that a viewer reloads carry: his session, and his token, for when the session is over.</summary>
    public static string QueryOf(HlsSession? session, HttpContext context)
    {
        string own = session is null ? "" : $"s={session.Key}";
        string? token = context.Request.Query[HttpAccess.TokenParameter];
        if (string.IsNullOrEmpty(token)) return own;
        return $"{own}{(own.Length == 0 ? "" : "&")}{HttpAccess.TokenParameter}={Uri.EscapeDataString(token)}";
    }

    /// <summary>Counts an answer with media: for a viewer of its address whom no media has gone to before, it is the first.</summary>
    public void OnMedia(LiveStream stream, HlsPackaging packaging, IPAddress address)
    {
        if (firstMedia.TakeOldest(stream, packaging, address) is { } session) stream.Delays.Of(session.Protocol).OnFirstSend(session.Asked);
    }

    /// <summary>Whether the viewer of a key was sent away a short while ago.</summary>
    public bool WasKicked(string? key) => key is not null && (_kicked.ContainsKey(key) || (_sessions.TryGetValue(key, out HlsSession? session) && session.EndReason == SessionEndReason.Kicked));

    /// <summary>Ends those who no longer ask, and forgets those who ended.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        foreach (HlsSession session in _sessions.Values)
        {
            if (session.EndReason is null && session.IsOver(now)) session.End(SessionEndReason.Closed);
            if (session.EndReason is not { } reason) continue;
            if (reason == SessionEndReason.Kicked && _kicked.Count < MaxSessions) _kicked[session.Key] = now + Banishment;
            Forget(session, reason);
        }

        foreach ((string key, MonotonicTime until) in _kicked)
        {
            if (now >= until) _kicked.TryRemove(key, out _);
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
        _keyless.TryRemove(new KeyValuePair<(string, IPAddress, string), string>(PlaceOf(session), session.Key));
        registry.Remove(session);
        firstMedia.Forget(session);
        HlsLog.ViewerLeft(logger, session.StreamName, DisplayName, session.Remote, reason);
    }

    private static IPAddress AddressOf(HttpContext context) => context.Connection.RemoteIpAddress ?? IPAddress.None;

    private static (string Stream, IPAddress Address, string Agent) PlaceOf(HlsSession session) => (session.Stream.Name, ((IPEndPoint)session.Remote).Address, session.UserAgent ?? "");
}
