using System.Net;
using Headrace.Streaming.Access;

namespace Headrace.Streaming.Sessions;

/// <summary>One peer's conversation, as the API, the log and the census see it. Its driver writes, everybody reads.</summary>
public abstract class Session
{
    private int _hasEnded;
    private int _endReason = -1;

    /// <summary>A session that begins now.</summary>
    protected Session(string protocol, EndPoint remote, DateTimeOffset started)
    {
        Protocol = protocol;
        Remote = remote;
        Started = started;
    }

    /// <summary>Unguessable identifier.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Protocol, lower case: <c>rtsp</c>, <c>hls</c>.</summary>
    public string Protocol { get; }

    /// <summary>The peer's address.</summary>
    public EndPoint Remote { get; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>Publisher or viewer.</summary>
    public SessionRole Role { get; protected set; }

    /// <summary>The stream's name, or null while it is not known.</summary>
    public string? StreamName { get; protected set; }

    /// <summary>What the peer says it is (User-Agent), or null.</summary>
    public string? UserAgent { get; protected set; }

    /// <summary>What it was let in by; null where nobody asked for anything, or no rules concern it.</summary>
    public AccessGrant? Grant { get; protected set; }

    /// <summary>Which input of the stream's own it publishes, by its label; null for a peer of its own accord.</summary>
    public virtual string? Input => null;

    /// <summary>True where it takes the place of who publishes already, if the stream allows it; false for peers that nothing but an address is known of.</summary>
    public virtual bool TakesOver => true;

    /// <summary>Bytes received.</summary>
    public abstract long BytesIn { get; }

    /// <summary>Bytes sent.</summary>
    public abstract long BytesOut { get; }

    /// <summary>How often this viewer fell behind and went on at a later key frame.</summary>
    public virtual long Skips => 0;

    /// <summary>How far behind the newest media this viewer reads; null where he reads no ring of his own.</summary>
    public virtual TimeSpan? Lag => null;

    /// <summary>What this viewer says of what reaches it; null where it says nothing.</summary>
    public virtual ReceptionQuality? Quality => null;

    /// <summary>How its connection does; null where its transport measures nothing.</summary>
    public virtual LinkFigures? Link => null;

    /// <summary>How the segments come that this publisher fetches; null where it fetches none.</summary>
    public virtual SegmentFigures? Segments => null;

    /// <summary>Why it ended, or null while it lives.</summary>
    public SessionEndReason? EndReason => Volatile.Read(ref _endReason) is >= 0 and int reason ? (SessionEndReason)reason : null;

    /// <summary>Ends the session from outside, soon and once; the first reason given stays. Thread-safe.</summary>
    public void End(SessionEndReason reason)
    {
        Interlocked.CompareExchange(ref _endReason, (int)reason, -1);
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0) OnEnd();
    }

    /// <summary>The same from where locks may be held: the reason stands at once, the driver is told on a thread of the pool.</summary>
    internal void EndSoon(SessionEndReason reason)
    {
        Interlocked.CompareExchange(ref _endReason, (int)reason, -1);
        ThreadPool.UnsafeQueueUserWorkItem(static session => session.End(session.EndReason!.Value), this, preferLocal: false);
    }

    /// <summary>Makes the driver's loop stop. Called once. It may take the driver's locks: whoever ends a session holds none.</summary>
    protected abstract void OnEnd();
}
